/** A node where it hangs: one with several parents has a branch below each. */
export class Branch {
  readonly depth: number;
  isOpen = false;
  /** Closed although a filter opens everything. */
  isFolded = false;
  /** As far as is known: it is looked up again when the branch is drawn. */
  hasChildren = false;
  /** Where it stands among its siblings that are shown, and how many they are. */
  position = 1;
  siblings = 1;
  private readonly known = new Map<string, Branch>();
  private shown: readonly Branch[] | undefined;
  private shownIn = -1;

  /** A circle: the same node is further up already. It is not opened again, it would never end. */
  constructor(
    readonly nodeId: string,
    readonly parent: Branch | undefined,
    readonly isCircle: boolean,
    private readonly isGround = false
  ) {
    this.depth = parent ? parent.depth + 1 : 0;
  }

  /** The branches below, which stay the same until `forget`, or another `generation`. */
  below(generation: number, ids: () => readonly string[], mayCircle: boolean): readonly Branch[] {
    if (!this.shown || this.shownIn !== generation) {
      const nodeIds = ids();
      this.shown = nodeIds.map((nodeId, index) => {
        const branch = this.child(nodeId, mayCircle);
        branch.position = index + 1;
        branch.siblings = nodeIds.length;
        return branch;
      });
      this.shownIn = generation;
    }
    return this.shown;
  }

  /** Other branches are below now. */
  forget(): void {
    this.shown = undefined;
  }

  /** Returns the branch of a child, also while it is not shown: it remembers whether it was open. */
  child(nodeId: string, mayCircle: boolean): Branch {
    let branch = this.known.get(nodeId);
    if (!branch) {
      const parent = this.isGround ? undefined : this;
      branch = new Branch(nodeId, parent, mayCircle && this.isWithin(nodeId));
      this.known.set(nodeId, branch);
    }
    return branch;
  }

  /** Returns what holds the roots. */
  static ground(): Branch {
    return new Branch('', undefined, false, true);
  }

  private isWithin(nodeId: string): boolean {
    let branch: Branch | undefined = this.isGround ? undefined : this;
    while (branch && branch.nodeId !== nodeId) {
      branch = branch.parent;
    }
    return branch !== undefined;
  }
}
