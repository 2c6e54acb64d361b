import { Signal } from '../../../core';
import { Branch } from './branch';
import type { Hierarchy, HierarchyChange } from './hierarchy';

/** What a filter leaves: nodes that fit, and those that lead to them. */
export interface Kept {
  readonly fits: ReadonlySet<string>;
  readonly shown: ReadonlySet<string>;
}

// In a dag of many paths even a small graph opens into more rows than anybody could read.
const MOST_ROWS = 100_000;
const FIRST_ROWS = 60;
const FIRST_LEVELS = 3;

/** The branches that are seen, from top to bottom. They are joined when they are asked for. */
export class Branches {
  /** Other rows are shown, or in another order. */
  readonly changed = new Signal<void>();
  private ground = Branch.ground();
  private readonly open = new Map<string, Set<Branch>>();
  private kept: Kept | undefined;
  private generation = 0;
  private joined: readonly Branch[] | undefined;

  /** `mayCircle` tells whether a node can be further up above itself. */
  constructor(
    private readonly hierarchy: Hierarchy,
    private readonly mayCircle: () => boolean
  ) {}

  get rows(): readonly Branch[] {
    this.joined ??= this.join();
    return this.joined;
  }

  get filter(): Kept | undefined {
    return this.kept;
  }

  /** Forgets what was open; shows as many levels as are read at a glance. */
  reset(): void {
    this.ground = Branch.ground();
    this.open.clear();
    this.refresh();
    for (let depth = 0; depth < FIRST_LEVELS; depth += 1) {
      const level = this.rows.filter((branch) => branch.depth === depth && this.hasShown(branch));
      const count = level.reduce((sum, branch) => sum + this.idsBelow(branch).length, 0);
      if (level.length === 0 || this.rows.length + count > FIRST_ROWS) {
        return;
      }
      this.openAt(...level);
    }
  }

  show(kept: Kept | undefined): void {
    this.kept = kept;
    this.refresh();
  }

  /** Shows what has changed, if any of it is in sight; a filter has to be shown anew for it. */
  apply({ roots, parents }: HierarchyChange): void {
    const seen = [...parents].flatMap((nodeId) => [...(this.open.get(nodeId) ?? [])]);
    seen.forEach((branch) => branch.forget());
    if (roots) {
      this.ground.forget();
    }
    if (roots || seen.length > 0) {
      this.joinAgain();
    }
  }

  /** All may be in another order. */
  refresh(): void {
    this.generation += 1;
    this.joinAgain();
  }

  /** Whether there is anything below a branch that may be shown. */
  hasShown({ nodeId, isCircle }: Branch): boolean {
    const { kept } = this;
    const isShown = (childId: string): boolean => kept === undefined || kept.shown.has(childId);
    return !isCircle && this.hierarchy.hasChild(nodeId, isShown);
  }

  isOpen(branch: Branch): boolean {
    return this.kept ? !branch.isFolded : branch.isOpen;
  }

  openAt(...branches: readonly Branch[]): void {
    branches.forEach((branch) => this.setOpen(branch, true));
    this.joinAgain();
  }

  close(branch: Branch): void {
    this.setOpen(branch, false);
    this.joinAgain();
  }

  /** Opens all there is, as far as that can be shown; returns whether it could. */
  openAll(): boolean {
    this.joined = this.join((branch) => this.setOpen(branch, this.hasShown(branch)));
    this.changed.emit();
    return this.joined.length < MOST_ROWS;
  }

  closeAll(): void {
    this.rows.forEach((branch) => this.setOpen(branch, false));
    this.joinAgain();
  }

  /** Opens what leads to a node, on the shortest way; returns its branch, if it is shown. */
  reveal(nodeId: string): Branch | undefined {
    const seen = this.rows.find((branch) => branch.nodeId === nodeId);
    if (seen || this.kept?.shown.has(nodeId) === false) {
      return seen;
    }
    let branch = this.ground;
    for (const stepId of this.hierarchy.pathTo(nodeId)) {
      if (branch !== this.ground) {
        this.setOpen(branch, true);
      }
      branch = branch.child(stepId, this.mayCircle());
    }
    this.joinAgain();
    return this.rows.find((row) => row === branch);
  }

  private joinAgain(): void {
    this.joined = undefined;
    this.changed.emit();
  }

  private setOpen(branch: Branch, isOpen: boolean): void {
    if (this.kept) {
      branch.isFolded = !isOpen;
    } else if (branch.isOpen !== isOpen) {
      branch.isOpen = isOpen;
      const among = this.open.get(branch.nodeId) ?? new Set();
      this.open.set(branch.nodeId, among);
      if (isOpen) {
        // While it was closed nobody told it what changed below.
        branch.forget();
        among.add(branch);
      } else {
        among.delete(branch);
      }
    }
  }

  private join(meet?: (branch: Branch) => void): readonly Branch[] {
    const rows: Branch[] = [];
    const levels = [{ branches: this.below(this.ground), next: 0 }];
    for (
      let level = levels[0];
      level && rows.length < MOST_ROWS;
      level = levels[levels.length - 1]
    ) {
      const branch = level.branches[level.next];
      level.next += 1;
      if (!branch) {
        levels.pop();
        continue;
      }
      rows.push(branch);
      meet?.(branch);
      if (this.isOpen(branch) && !branch.isCircle) {
        levels.push({ branches: this.below(branch), next: 0 });
      }
    }
    return rows;
  }

  private below(branch: Branch): readonly Branch[] {
    return branch.below(this.generation, () => this.idsBelow(branch), this.mayCircle());
  }

  private idsBelow(branch: Branch): readonly string[] {
    const { kept, hierarchy } = this;
    const all = branch === this.ground ? hierarchy.roots : hierarchy.children(branch.nodeId);
    return kept ? all.filter((nodeId) => kept.shown.has(nodeId)) : all;
  }
}
