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

/** Reads a point out of a property's value; people can write anything there. */
export function asPoint(value: unknown): Point | undefined {
  if (!Array.isArray(value) || value.length !== 2) {
    return undefined;
  }
  const [x, y] = value as unknown[];
  return typeof x === 'number' && typeof y === 'number' ? { x, y } : undefined;
}
