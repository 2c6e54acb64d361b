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
  const free = inner(seen, width * MARGIN, height * MARGIN);
  if (fits(wanted, free)) {
    const dx = shift(wanted.left, wanted.right, free.left, free.right);
    const dy = shift(wanted.top, wanted.bottom, free.top, free.bottom);
    if (dx !== 0 || dy !== 0) {
      renderer.show(moved(seen, dx, dy));
    }
  } else {
    const room = { x: width * MARGIN * 2, y: height * MARGIN * 2 };
    const grown = atLeast(
      wanted,
      wanted.right - wanted.left + room.x,
      wanted.bottom - wanted.top + room.y
    );
    renderer.show(atLeast(grown, width, height));
  }
}

/** How far a stretch has to go so that it holds another one, which is no longer than it is. */
function shift(from: number, to: number, low: number, high: number): number {
  return from < low ? from - low : Math.max(0, to - high);
}

function moved({ left, top, right, bottom }: Box, dx: number, dy: number): Box {
  return { left: left + dx, top: top + dy, right: right + dx, bottom: bottom + dy };
}

function fits(box: Box, room: Box): boolean {
  return (
    box.right - box.left <= room.right - room.left && box.bottom - box.top <= room.bottom - room.top
  );
}

function inner(box: Box, dx: number, dy: number): Box {
  return { left: box.left + dx, top: box.top + dy, right: box.right - dx, bottom: box.bottom - dy };
}
