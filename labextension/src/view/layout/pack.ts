import { boxAround, GAP_X, GAP_Y, type Point } from '../geometry';

/** Puts pictures beside each other in rows, so that the whole is about as wide as a screen. */
export function pack(pictures: readonly Map<string, Point>[]): Map<string, Point> {
  const boxes = pictures.map((picture) => boxAround(picture.values()));
  const area = boxes.reduce(
    (sum, box) => sum + (box.right - box.left + GAP_X) * (box.bottom - box.top + GAP_Y),
    0
  );
  const widest = boxes.reduce((most, box) => Math.max(most, box.right - box.left), 0);
  const isOneAmongScraps = widest * widest > area / 3;
  const rowWidth = isOneAmongScraps ? widest : Math.max(widest, Math.sqrt(area * 1.7));
  const placed = new Map<string, Point>();
  let [left, top, rowHeight] = [0, 0, 0];
  pictures.forEach((picture, index) => {
    const box = boxes[index]!;
    const width = box.right - box.left;
    if (left > 0 && left + width > rowWidth) {
      [left, top, rowHeight] = [0, top + rowHeight + GAP_Y, 0];
    }
    for (const [nodeId, { x, y }] of picture) {
      placed.set(nodeId, { x: x - box.left + left, y: y - box.top + top });
    }
    left += width + GAP_X;
    rowHeight = Math.max(rowHeight, box.bottom - box.top);
  });
  return placed;
}
