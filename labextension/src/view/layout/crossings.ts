import { neighbours, type GraphShape } from './graph_shape';

/** Counts how often links cross each other where the rows of every layer stand in this order. */
export function crossings(shape: GraphShape, layers: readonly Uint32Array[]): number {
  const ranks = new Uint32Array(shape.count);
  layers.forEach((rows) => rows.forEach((row, rank) => (ranks[row] = rank)));
  const widest = layers.reduce((most, rows) => Math.max(most, rows.length), 0);
  let found = 0;
  for (const rows of layers) {
    const ends = new Tally(widest);
    for (const row of rows) {
      const children = neighbours(shape.children, row);
      children.forEach((child) => (found += ends.above(ranks[child]!)));
      children.forEach((child) => ends.add(ranks[child]!));
    }
  }
  return found;
}

/** Counts numbers, and tells how many of them are greater than one (a Fenwick tree). */
class Tally {
  private readonly sums: Uint32Array;
  private total = 0;

  constructor(size: number) {
    this.sums = new Uint32Array(size + 1);
  }

  add(value: number): void {
    this.total += 1;
    for (let at = value + 1; at < this.sums.length; at += at & -at) {
      this.sums[at]! += 1;
    }
  }

  above(value: number): number {
    let below = 0;
    for (let at = value + 1; at > 0; at -= at & -at) {
      below += this.sums[at]!;
    }
    return this.total - below;
  }
}
