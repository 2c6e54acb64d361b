import type { Keys, SortKey } from './order';

/** Nodes in order. One more or less of them costs a search, not another sorting. */
export class Siblings {
  private readonly sorted: string[];

  constructor(
    private readonly keys: Keys,
    nodeIds: Iterable<string>
  ) {
    const keyed = Array.from(nodeIds, (nodeId) => ({ nodeId, key: keys.of(nodeId) }));
    keyed.sort((one, other) => compare(one.key, one.nodeId, other.key, other.nodeId));
    this.sorted = keyed.map(({ nodeId }) => nodeId);
  }

  get ids(): readonly string[] {
    return this.sorted;
  }

  /** Returns whether it was not there. */
  add(nodeId: string): boolean {
    const [index, isThere] = this.find(nodeId);
    if (!isThere) {
      this.sorted.splice(index, 0, nodeId);
    }
    return !isThere;
  }

  /** Returns whether it was there. */
  remove(nodeId: string): boolean {
    const [index, isThere] = this.find(nodeId);
    if (isThere) {
      this.sorted.splice(index, 1);
    }
    return isThere;
  }

  private find(nodeId: string): [index: number, isThere: boolean] {
    const key = this.keys.of(nodeId);
    let [low, high] = [0, this.sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.sorted[middle]!;
      if (compare(this.keys.of(other), other, key, nodeId) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return [low, this.sorted[low] === nodeId];
  }
}

function compare(key: SortKey, nodeId: string, otherKey: SortKey, otherId: string): number {
  if (key === otherKey) {
    return nodeId < otherId ? -1 : Number(nodeId > otherId);
  }
  return key < otherKey ? -1 : 1;
}
