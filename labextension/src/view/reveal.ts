import { atLeast, boxAround, type Box, type Point } from './geometry';
import type { Renderer } from './renderer';

const MARGIN = 0.08;

/** Moves a canvas as little as needs be, so that these points are seen; never zooms in. */
export function reveal(renderer: Renderer | undefined, points: readonly Point[]): void {
  if (!renderer || points.length === 0) {
    return;
  }
  const seen = renderer.viewport();
  const [width, height] = [seen.right - seen.left, seen.bottom - seen.top];
  const wanted = boxAround(points);
  if (!isInside(wanted, inner(seen, width * MARGIN, height * MARGIN))) {
    const room = { x: width * MARGIN * 2, y: height * MARGIN * 2 };
    const grown = atLeast(
      wanted,
      wanted.right - wanted.left + room.x,
      wanted.bottom - wanted.top + room.y
    );
    renderer.show(atLeast(grown, width, height));
  }
}

function inner(box: Box, dx: number, dy: number): Box {
  return { left: box.left + dx, top: box.top + dy, right: box.right - dx, bottom: box.bottom - dy };
}

function isInside(box: Box, outer: Box): boolean {
  return (
    box.left >= outer.left &&
    box.right <= outer.right &&
    box.top >= outer.top &&
    box.bottom <= outer.bottom
  );
}
