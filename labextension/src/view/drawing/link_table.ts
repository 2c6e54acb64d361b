import { distance, distanceToLine, type Box, type Point } from '../geometry';
import type { LinkEnds } from '../scene';
import { inkOf } from './ink';
import { Rows } from './rows';

type Place = Point & { readonly size: number };

const SAMPLE = 400;

const FADED = 0x1;
const SELECTED = 0x100;
const NEAR = 0x10000;

const [FROM_X, FROM_Y, TO_X, TO_Y, FROM_SIZE, TO_SIZE, INK, BITS] = [0, 1, 2, 3, 4, 5, 6, 7];

/** All links that are drawn, as a table of numbers. A link without a colour takes the theme's. */
export class LinkTable {
  readonly rows = new Rows();
  readonly ends: LinkEnds[] = [];
  private readonly byParent = new Map<string, Map<string, number>>();

  put(ends: LinkEnds, from: Place, to: Place, color: string | undefined, isFaded: boolean): void {
    const row = this.rowOf(ends) ?? this.add(ends);
    const at = row * this.rows.length;
    const { words } = this.rows;
    words[at + INK] = color === undefined ? 0 : inkOf(color);
    words[at + BITS] = (words[at + BITS]! & (SELECTED | NEAR)) | (isFaded ? FADED : 0);
    this.span(row, from, to);
  }

  /** Follows its ends. */
  move(ends: LinkEnds, from: Place, to: Place): void {
    const row = this.rowOf(ends);
    if (row !== undefined) {
      this.span(row, from, to);
    }
  }

  remove(ends: LinkEnds): void {
    const row = this.rowOf(ends);
    if (row === undefined) {
      return;
    }
    const last = this.ends.pop()!;
    const children = this.byParent.get(ends.parentId)!;
    children.delete(ends.childId);
    if (children.size === 0) {
      this.byParent.delete(ends.parentId);
    }
    if (row < this.ends.length) {
      this.ends[row] = last;
      this.byParent.get(last.parentId)!.set(last.childId, row);
    }
    this.rows.remove(row);
  }

  clear(): void {
    this.rows.clear();
    this.ends.length = 0;
    this.byParent.clear();
  }

  select(ends: LinkEnds, isSelected: boolean): void {
    this.mark(ends, SELECTED, isSelected);
  }

  bringNear(ends: LinkEnds, isNear: boolean): void {
    this.mark(ends, NEAR, isNear);
  }

  isNear(row: number): boolean {
    return (this.rows.words[row * this.rows.length + BITS]! & NEAR) !== 0;
  }

  isSelected(row: number): boolean {
    return (this.rows.words[row * this.rows.length + BITS]! & SELECTED) !== 0;
  }

  spanOf(row: number): { from: Place; to: Place } {
    const { floats, length } = this.rows;
    const at = row * length;
    const read = (x: number, y: number, size: number): Place => ({
      x: floats[at + x]!,
      y: floats[at + y]!,
      size: floats[at + size]!
    });
    return { from: read(FROM_X, FROM_Y, FROM_SIZE), to: read(TO_X, TO_Y, TO_SIZE) };
  }

  /** The link that passes nearest to a place, no further away than `reach`. */
  at(point: Point, reach: number): LinkEnds | undefined {
    const { floats, length, count } = this.rows;
    let [nearest, least] = [-1, reach];
    for (let row = 0; row < count; row += 1) {
      const at = row * length;
      const [fromX, toX] = [floats[at + FROM_X]!, floats[at + TO_X]!];
      const [fromY, toY] = [floats[at + FROM_Y]!, floats[at + TO_Y]!];
      // Most are far off: that costs less to see than how far.
      if (
        Math.min(fromX, toX) <= point.x + reach &&
        Math.max(fromX, toX) >= point.x - reach &&
        Math.min(fromY, toY) <= point.y + reach &&
        Math.max(fromY, toY) >= point.y - reach
      ) {
        const far = distanceToLine(point, { x: fromX, y: fromY }, { x: toX, y: toY });
        [nearest, least] = far <= least ? [row, far] : [nearest, least];
      }
    }
    return this.ends[nearest];
  }

  /** The links whose middle is in a box; none where they are more than `most`. */
  rowsIn({ left, top, right, bottom }: Box, most: number): number[] {
    const { floats, length, count } = this.rows;
    const found: number[] = [];
    for (let row = 0; row < count && found.length <= most; row += 1) {
      const at = row * length;
      const x = (floats[at + FROM_X]! + floats[at + TO_X]!) / 2;
      const y = (floats[at + FROM_Y]! + floats[at + TO_Y]!) / 2;
      if (x >= left && x <= right && y >= top && y <= bottom) {
        found.push(row);
      }
    }
    return found.length <= most ? found : [];
  }

  /** How long a rather short link is, by a sample; undefined where there are none. */
  shortLength(): number | undefined {
    const { count } = this.rows;
    const step = Math.max(1, Math.floor(count / SAMPLE));
    const lengths: number[] = [];
    for (let row = 0; row < count; row += step) {
      const { from, to } = this.spanOf(row);
      lengths.push(distance(from, to));
    }
    return lengths.sort((one, other) => one - other)[Math.floor(lengths.length / 4)];
  }

  private rowOf({ parentId, childId }: LinkEnds): number | undefined {
    return this.byParent.get(parentId)?.get(childId);
  }

  private add({ parentId, childId }: LinkEnds): number {
    const row = this.rows.add();
    this.rows.words[row * this.rows.length + BITS] = 0;
    this.ends.push({ parentId, childId });
    const children = this.byParent.get(parentId);
    if (children) {
      children.set(childId, row);
    } else {
      this.byParent.set(parentId, new Map([[childId, row]]));
    }
    return row;
  }

  private span(row: number, from: Place, to: Place): void {
    const { floats, length } = this.rows;
    const at = row * length;
    [floats[at + FROM_X], floats[at + FROM_Y], floats[at + FROM_SIZE]] = [
      from.x,
      from.y,
      from.size
    ];
    [floats[at + TO_X], floats[at + TO_Y], floats[at + TO_SIZE]] = [to.x, to.y, to.size];
    this.rows.touch(row);
  }

  private mark(ends: LinkEnds, bit: number, isSet: boolean): void {
    const row = this.rowOf(ends);
    if (row !== undefined) {
      const at = row * this.rows.length + BITS;
      const { words } = this.rows;
      words[at] = isSet ? words[at]! | bit : words[at]! & ~bit;
      this.rows.touch(row);
    }
  }
}
