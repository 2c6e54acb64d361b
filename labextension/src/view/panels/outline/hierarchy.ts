import { NAME, type EventRecord, type Replica } from '../../../core';
import { Keys, type OrderName } from './order';
import { Siblings } from './siblings';

/** What changed in a hierarchy. */
export interface HierarchyChange {
  /** Other nodes have no parents now, or in another order. */
  readonly roots: boolean;
  /** Nodes that have other children now, or in another order. */
  readonly parents: ReadonlySet<string>;
  /** Links came or went: circles may have come or gone. */
  readonly links: boolean;
}

/**
 * Who has which children, sorted, and who has no parents. Knows nothing before `load`; after it
 * it is kept up to date event by event.
 */
export class Hierarchy {
  private keys: Keys;
  private top: Siblings;
  private readonly below = new Map<string, Siblings>();
  /** One node of each circle that no root leads to. */
  private inCircles: ReadonlySet<string> = new Set();

  constructor(private readonly replica: Replica) {
    this.keys = new Keys(replica, 'name');
    this.top = new Siblings(this.keys, []);
  }

  get roots(): readonly string[] {
    return this.top.ids;
  }

  children(nodeId: string): readonly string[] {
    let siblings = this.below.get(nodeId);
    if (!siblings) {
      siblings = new Siblings(this.keys, this.replica.children(nodeId).keys());
      this.below.set(nodeId, siblings);
    }
    return siblings.ids;
  }

  /** Whether a node has a child that passes; sorts nothing for it. */
  hasChild(nodeId: string, passes: (childId: string) => boolean): boolean {
    for (const childId of this.replica.children(nodeId).keys()) {
      if (passes(childId)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the nodes from a root down to this one, on the shortest way. */
  pathTo(nodeId: string): string[] {
    const below = new Map<string, string | undefined>([[nodeId, undefined]]);
    for (const [id] of below) {
      if (this.isRoot(id)) {
        const path: string[] = [];
        for (let step: string | undefined = id; step !== undefined; step = below.get(step)) {
          path.push(step);
        }
        return path;
      }
      for (const parentId of this.replica.parents(id).keys()) {
        if (!below.has(parentId)) {
          below.set(parentId, id);
        }
      }
    }
    return [];
  }

  /** Everything is another now, or in another order. */
  load(order: OrderName): void {
    this.keys = new Keys(this.replica, order);
    this.below.clear();
    this.top = this.rootsNow();
  }

  /** Takes note of events that the replica has applied. */
  apply(events: readonly EventRecord[]): HierarchyChange {
    const parents = new Set<string>();
    const touched = new Set<string>();
    let [links, roots] = [false, false];
    for (const { event, payload } of events) {
      if (event === 'graph:node-linked' || event === 'graph:node-unlinked') {
        links = true;
        touched.add(payload.child_id);
        this.settleLink(payload.parent_id, payload.child_id, parents);
      } else if (event === 'graph:node-created' || event === 'graph:node-deleted') {
        touched.add(payload.node_id);
      } else if (event === 'graph:property-changed' && payload.property_id === NAME) {
        touched.add(payload.node_id);
      }
    }
    // After the links: until now nodes are found under the names that they had.
    for (const nodeId of touched) {
      roots = this.settleKey(nodeId, parents) || roots;
      roots = this.settleRoot(nodeId) || roots;
    }
    return { roots, parents, links };
  }

  /**
   * Finds circles that nothing leads to, and lets one node of each stand among the roots: else
   * nobody would see them. Returns whether they are others than before.
   */
  findCircles(): boolean {
    const found = circleHeads(this.replica);
    const isSame =
      found.size === this.inCircles.size &&
      [...found].every((nodeId) => this.inCircles.has(nodeId));
    if (!isSame) {
      this.inCircles = found;
      this.top = this.rootsNow();
    }
    return !isSame;
  }

  private rootsNow(): Siblings {
    const roots: string[] = [];
    for (const nodeId of this.replica.nodes.keys()) {
      if (this.isRoot(nodeId)) {
        roots.push(nodeId);
      }
    }
    return new Siblings(this.keys, roots);
  }

  private isRoot(nodeId: string): boolean {
    const { replica } = this;
    return (
      replica.nodes.has(nodeId) &&
      (replica.parents(nodeId).size === 0 || this.inCircles.has(nodeId))
    );
  }

  private settleLink(parentId: string, childId: string, parents: Set<string>): void {
    const siblings = this.below.get(parentId);
    const isLinked = this.replica.link(parentId, childId) !== undefined;
    if (isLinked) {
      siblings?.add(childId);
    } else {
      siblings?.remove(childId);
    }
    if (!this.replica.nodes.has(parentId)) {
      this.below.delete(parentId);
    }
    parents.add(parentId);
  }

  /** A node with another name stands somewhere else among its siblings. */
  private settleKey(nodeId: string, parents: Set<string>): boolean {
    if (!this.keys.isOld(nodeId)) {
      return false;
    }
    const above = [...this.replica.parents(nodeId).keys()];
    const lists = [this.top, ...above.flatMap((parentId) => this.below.get(parentId) ?? [])];
    const having = lists.filter((siblings) => siblings.remove(nodeId));
    this.keys.forget(nodeId);
    having.forEach((siblings) => siblings.add(nodeId));
    above.forEach((parentId) => parents.add(parentId));
    return having.includes(this.top);
  }

  private settleRoot(nodeId: string): boolean {
    const isRoot = this.isRoot(nodeId);
    const hasChanged = isRoot ? this.top.add(nodeId) : this.top.remove(nodeId);
    if (!this.replica.nodes.has(nodeId)) {
      this.keys.forget(nodeId);
      this.below.delete(nodeId);
    }
    return hasChanged;
  }
}

function circleHeads(replica: Replica): Set<string> {
  const seen = new Set<string>();
  const visit = (startId: string): void => {
    const todo = [startId];
    for (let nodeId = todo.pop(); nodeId !== undefined; nodeId = todo.pop()) {
      if (!seen.has(nodeId)) {
        seen.add(nodeId);
        todo.push(...replica.children(nodeId).keys());
      }
    }
  };
  for (const nodeId of replica.nodes.keys()) {
    if (replica.parents(nodeId).size === 0) {
      visit(nodeId);
    }
  }
  const heads = new Set<string>();
  for (const nodeId of replica.nodes.keys()) {
    if (!seen.has(nodeId)) {
      heads.add(nodeId);
      visit(nodeId);
    }
  }
  return heads;
}
