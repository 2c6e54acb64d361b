import { degree, neighbours } from './graph_shape';
import type { Forest } from './forest';

/**
 * Places every row of a forest across, as tidy trees do: children in order and centred below their
 * parent, no two subtrees nearer than their nodes' widths, gaps shared out evenly. One pass over
 * the nodes (Buchheim, Jünger and Leipert, 2002), without recursion: chains may be long.
 */
export function tidyForest(forest: Forest): Float64Array {
  return new Tidy(forest).across();
}

const NONE = -1;

/** A way down along one side of a subtree, with the shifts of all rows above. */
class Edge {
  sum = 0;

  constructor(public row: number) {}

  goTo(row: number, mod: Float64Array): void {
    this.sum += mod[this.row]!;
    this.row = row;
  }

  at(values: Float64Array): number {
    return values[this.row]! + this.sum;
  }
}

class Tidy {
  private readonly parent: Int32Array;
  private readonly index: Int32Array;
  /** Where a row stands beside its siblings, and by how much its subtree is shifted. */
  private readonly before: Float64Array;
  private readonly mod: Float64Array;
  /** The middle of a row's children. */
  private readonly middle: Float64Array;
  private readonly change: Float64Array;
  private readonly shift: Float64Array;
  private readonly thread: Int32Array;
  private readonly ancestor: Int32Array;

  constructor(private readonly forest: Forest) {
    const { count } = forest;
    this.parent = new Int32Array(count).fill(NONE);
    this.index = new Int32Array(count);
    this.before = new Float64Array(count);
    this.mod = new Float64Array(count);
    this.middle = new Float64Array(count);
    this.change = new Float64Array(count);
    this.shift = new Float64Array(count);
    this.thread = new Int32Array(count).fill(NONE);
    this.ancestor = Int32Array.from({ length: count }, (_, row) => row);
  }

  across(): Float64Array {
    const { order, children, roots } = this.forest;
    const families = Array.from(order, (row) => neighbours(children, row));
    for (let at = order.length - 1; at >= 0; at -= 1) {
      this.middle[order[at]!] = this.placeFamily(families[at]!, order[at]!);
    }
    this.placeFamily(Uint32Array.from(roots), NONE);
    const x = new Float64Array(this.forest.count);
    const sums = new Float64Array(this.forest.count);
    for (const row of order) {
      const above = this.parent[row] === NONE ? 0 : sums[this.parent[row]!]!;
      x[row] = this.before[row]! + above;
      sums[row] = this.mod[row]! + above;
    }
    return x;
  }

  /** Puts siblings side by side. Returns the middle of them. */
  private placeFamily(family: Uint32Array, parent: number): number {
    const first = family[0]!;
    let fallback = first;
    family.forEach((row, index) => {
      [this.parent[row], this.index[row]] = [parent, index];
      const left = index > 0 ? family[index - 1]! : NONE;
      if (left === NONE) {
        this.before[row] = this.middle[row]!;
      } else {
        this.before[row] = this.before[left]! + this.gap(left, row);
        this.mod[row] = this.before[row] - this.middle[row]!;
        fallback = this.pushApart(row, left, fallback, first);
      }
    });
    this.shareOut(family);
    return family.length === 0
      ? 0
      : (this.before[first]! + this.before[family[family.length - 1]!]!) / 2;
  }

  private gap(one: number, other: number): number {
    const { widths } = this.forest;
    return (widths[one]! + widths[other]!) / 2;
  }

  /** Walks down between a subtree and those left of it, and moves it until they do not meet. */
  private pushApart(row: number, left: number, fallback: number, first: number): number {
    const [innerLeft, outerLeft] = [new Edge(left), new Edge(first)];
    const [innerRight, outerRight] = [new Edge(row), new Edge(row)];
    let nextLeft = this.rightEnd(left);
    let nextRight = this.leftEnd(row);
    while (nextLeft !== NONE && nextRight !== NONE) {
      innerLeft.goTo(nextLeft, this.mod);
      innerRight.goTo(nextRight, this.mod);
      outerLeft.goTo(this.leftEnd(outerLeft.row), this.mod);
      outerRight.goTo(this.rightEnd(outerRight.row), this.mod);
      this.ancestor[outerRight.row] = row;
      const overlap =
        innerLeft.at(this.before) -
        innerRight.at(this.before) +
        this.gap(innerLeft.row, innerRight.row);
      if (overlap > 0) {
        this.move(this.ancestorOf(innerLeft.row, row, fallback), row, overlap);
        innerRight.sum += overlap;
        outerRight.sum += overlap;
      }
      nextLeft = this.rightEnd(innerLeft.row);
      nextRight = this.leftEnd(innerRight.row);
    }
    if (nextLeft !== NONE && this.rightEnd(outerRight.row) === NONE) {
      this.thread[outerRight.row] = nextLeft;
      this.mod[outerRight.row]! += innerLeft.at(this.mod) - outerRight.at(this.mod);
    }
    if (nextRight !== NONE && this.leftEnd(outerLeft.row) === NONE) {
      this.thread[outerLeft.row] = nextRight;
      this.mod[outerLeft.row]! += innerRight.at(this.mod) - outerLeft.at(this.mod);
      return row;
    }
    return fallback;
  }

  private move(from: number, row: number, by: number): void {
    const share = by / (this.index[row]! - this.index[from]!);
    this.change[row]! -= share;
    this.shift[row]! += by;
    this.change[from]! += share;
    this.before[row]! += by;
    this.mod[row]! += by;
  }

  /** Gives the subtrees between two that were pushed apart their share of the gap. */
  private shareOut(family: Uint32Array): void {
    let [shift, change] = [0, 0];
    for (let at = family.length - 1; at >= 0; at -= 1) {
      const row = family[at]!;
      this.before[row]! += shift;
      this.mod[row]! += shift;
      change += this.change[row]!;
      shift += this.shift[row]! + change;
    }
  }

  private ancestorOf(row: number, sibling: number, fallback: number): number {
    const ancestor = this.ancestor[row]!;
    return this.parent[ancestor] === this.parent[sibling] && ancestor !== sibling
      ? ancestor
      : fallback;
  }

  private leftEnd(row: number): number {
    const { starts, rows } = this.forest.children;
    return degree(this.forest.children, row) > 0 ? rows[starts[row]!]! : this.thread[row]!;
  }

  private rightEnd(row: number): number {
    const { starts, rows } = this.forest.children;
    return degree(this.forest.children, row) > 0 ? rows[starts[row + 1]! - 1]! : this.thread[row]!;
  }
}
