import type { Box, Point } from '../geometry';
import { SHAPES, type Shape } from '../looks/shapes';
import { inkOf } from './ink';
import { Rows } from './rows';

/** What of a node is drawn as numbers; its text is asked for when there is room for it. */
export interface NodeRow extends Point {
  readonly size: number;
  readonly color: string;
  readonly shape: Shape;
  readonly isFaded: boolean;
  /** Hides others: drawn with a second rim. */
  readonly isFolded: boolean;
}

/** Bits of a row's word, as the shader reads them; the lowest three are the shape. */
const FOLDED = 0x8;
const FADED = 0x100;
const SELECTED = 0x10000;
const NEAR = 0x1000000;

const [X, Y, SIZE, INK, BITS] = [0, 1, 2, 3, 4];

/** All nodes that are drawn, as a table of numbers. */
export class NodeTable {
  readonly rows = new Rows();
  readonly ids: string[] = [];
  private readonly byId = new Map<string, number>();

  has(nodeId: string): boolean {
    return this.byId.has(nodeId);
  }

  put(nodeId: string, { x, y, size, color, shape, isFaded, isFolded }: NodeRow): void {
    const row = this.byId.get(nodeId) ?? this.add(nodeId);
    const at = row * this.rows.length;
    const { floats, words } = this.rows;
    floats[at + X] = x;
    floats[at + Y] = y;
    floats[at + SIZE] = size;
    words[at + INK] = inkOf(color);
    const marks = words[at + BITS]! & (SELECTED | NEAR);
    const looks = (isFaded ? FADED : 0) | (isFolded ? FOLDED : 0);
    words[at + BITS] = marks | looks | SHAPES.indexOf(shape);
    this.rows.touch(row);
  }

  move(nodeId: string, { x, y }: Point): void {
    const row = this.byId.get(nodeId);
    if (row !== undefined) {
      this.rows.floats[row * this.rows.length + X] = x;
      this.rows.floats[row * this.rows.length + Y] = y;
      this.rows.touch(row);
    }
  }

  remove(nodeId: string): void {
    const row = this.byId.get(nodeId);
    if (row === undefined) {
      return;
    }
    const last = this.ids.pop()!;
    this.byId.delete(nodeId);
    if (last !== nodeId) {
      this.ids[row] = last;
      this.byId.set(last, row);
    }
    this.rows.remove(row);
  }

  clear(): void {
    this.rows.clear();
    this.ids.length = 0;
    this.byId.clear();
  }

  select(nodeId: string, isSelected: boolean): void {
    this.mark(nodeId, SELECTED, isSelected);
  }

  /** Near are those that stand out while all else fades. */
  bringNear(nodeId: string, isNear: boolean): void {
    this.mark(nodeId, NEAR, isNear);
  }

  place(nodeId: string): (Point & { size: number }) | undefined {
    const row = this.byId.get(nodeId);
    return row === undefined ? undefined : this.placeOf(row);
  }

  placeOf(row: number): Point & { size: number } {
    const { floats, length } = this.rows;
    const at = row * length;
    return { x: floats[at + X]!, y: floats[at + Y]!, size: floats[at + SIZE]! };
  }

  sizeOf(row: number): number {
    return this.rows.floats[row * this.rows.length + SIZE]!;
  }

  inkOf(row: number): number {
    return this.rows.words[row * this.rows.length + INK]!;
  }

  isFaded(row: number): boolean {
    return (this.rows.words[row * this.rows.length + BITS]! & FADED) !== 0;
  }

  isFadedNode(nodeId: string): boolean {
    const row = this.byId.get(nodeId);
    return row !== undefined && this.isFaded(row);
  }

  isFolded(row: number): boolean {
    return (this.rows.words[row * this.rows.length + BITS]! & FOLDED) !== 0;
  }

  isNear(row: number): boolean {
    return (this.rows.words[row * this.rows.length + BITS]! & NEAR) !== 0;
  }

  isSelected(row: number): boolean {
    return (this.rows.words[row * this.rows.length + BITS]! & SELECTED) !== 0;
  }

  /** The topmost node at a place; `growth` and `slack` say how far a node reaches around its own. */
  at({ x, y }: Point, growth: number, slack: number): string | undefined {
    const { floats, length, count } = this.rows;
    for (let row = count - 1; row >= 0; row -= 1) {
      const dx = floats[row * length + X]! - x;
      const dy = floats[row * length + Y]! - y;
      const reach = floats[row * length + SIZE]! * growth + slack;
      if (dx * dx + dy * dy <= reach * reach) {
        return this.ids[row];
      }
    }
    return undefined;
  }

  /** The rows of the nodes whose middle is in a box. */
  rowsIn({ left, top, right, bottom }: Box): number[] {
    const { floats, length, count } = this.rows;
    const found: number[] = [];
    for (let row = 0; row < count; row += 1) {
      const [x, y] = [floats[row * length + X]!, floats[row * length + Y]!];
      if (x >= left && x <= right && y >= top && y <= bottom) {
        found.push(row);
      }
    }
    return found;
  }

  /** The box around all nodes' middles; undefined where there are none. */
  bounds(): Box | undefined {
    const { floats, length, count } = this.rows;
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let at = 0; at < count * length; at += length) {
      const [x, y] = [floats[at + X]!, floats[at + Y]!];
      left = x < left ? x : left;
      right = x > right ? x : right;
      top = y < top ? y : top;
      bottom = y > bottom ? y : bottom;
    }
    return count === 0 ? undefined : { left, top, right, bottom };
  }

  private add(nodeId: string): number {
    const row = this.rows.add();
    this.rows.words[row * this.rows.length + BITS] = 0;
    this.ids.push(nodeId);
    this.byId.set(nodeId, row);
    return row;
  }

  private mark(nodeId: string, bit: number, isSet: boolean): void {
    const row = this.byId.get(nodeId);
    if (row !== undefined) {
      const at = row * this.rows.length + BITS;
      const { words } = this.rows;
      words[at] = isSet ? words[at]! | bit : words[at]! & ~bit;
      this.rows.touch(row);
    }
  }
}
