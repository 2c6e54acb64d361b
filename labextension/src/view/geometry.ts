/** A place on the canvas. Units are pixels at natural size; y grows downwards, as in `_position`. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The gap that layouts keep between neighbours. */
export const GAP_X = 120;
export const GAP_Y = 90;

const FURTHEST = 1e8;

/** Returns the box around some points; the empty box at the origin where there are none. */
export function boxAround(points: Iterable<Point>): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return left === Infinity
    ? { left: 0, top: 0, right: 0, bottom: 0 }
    : { left, top, right, bottom };
}

/** Widens a box around its middle until it is at least so wide and high. */
export function atLeast(box: Box, width: number, height: number): Box {
  const dx = Math.max(0, width - (box.right - box.left)) / 2;
  const dy = Math.max(0, height - (box.bottom - box.top)) / 2;
  return { left: box.left - dx, top: box.top - dy, right: box.right + dx, bottom: box.bottom + dy };
}

/** Returns the box that has these two points as opposite corners. */
export function boxOf(one: Point, other: Point): Box {
  return boxAround([one, other]);
}

export function grow(box: Box, by: number): Box {
  return atLeast(box, box.right - box.left + 2 * by, box.bottom - box.top + 2 * by);
}

export function isIn({ x, y }: Point, { left, top, right, bottom }: Box): boolean {
  return x >= left && x <= right && y >= top && y <= bottom;
}

export function meet(one: Box, other: Box): boolean {
  return (
    one.left < other.right &&
    other.left < one.right &&
    one.top < other.bottom &&
    other.top < one.bottom
  );
}

export function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

/** Returns how far a point is from the straight line between two others. */
export function distanceToLine(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const square = dx * dx + dy * dy;
  const along = square && ((point.x - from.x) * dx + (point.y - from.y) * dy) / square;
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(point.x - from.x - share * dx, point.y - from.y - share * dy);
}

/** Reads a point out of a property's value; people can write anything there. */
export function asPoint(value: unknown): Point | undefined {
  if (!Array.isArray(value) || value.length !== 2) {
    return undefined;
  }
  const [x, y] = value as unknown[];
  return typeof x === 'number' && typeof y === 'number'
    ? { x: bounded(x), y: bounded(y) }
    : undefined;
}

/** What lies further out could not be drawn: graphics cards count in 32 bits. */
function bounded(value: number): number {
  return Math.min(FURTHEST, Math.max(-FURTHEST, value));
}
