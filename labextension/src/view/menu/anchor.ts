import type { Point } from '../geometry';

/** What something pops up beside: a box in pixels of the window. */
export interface Anchor {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const EDGE = 6;

/** The anchor that is a single place. */
export function anchorAt({ x, y }: Point): Anchor {
  return { left: x, top: y, right: x, bottom: y };
}

/** Where something of a size goes: below its anchor, or above where there is more room. */
export function placeBelow(anchor: Anchor, size: Size, room: Size): Point {
  const below = room.height - EDGE - anchor.bottom;
  const isBelow = size.height <= below || below >= anchor.top - EDGE;
  const y = isBelow ? anchor.bottom : anchor.top - size.height;
  return inside({ x: anchor.left, y }, size, room);
}

/** Where something of a size goes: to the right of its anchor, or to the left. */
export function placeBeside(anchor: Anchor, size: Size, room: Size): Point {
  const isRight = anchor.right + size.width <= room.width - EDGE;
  const x = isRight || anchor.left < size.width ? anchor.right : anchor.left - size.width;
  return inside({ x, y: anchor.top }, size, room);
}

function inside({ x, y }: Point, size: Size, room: Size): Point {
  return {
    x: Math.max(EDGE, Math.min(x, room.width - EDGE - size.width)),
    y: Math.max(EDGE, Math.min(y, room.height - EDGE - size.height))
  };
}
