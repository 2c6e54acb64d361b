import type { Point } from './geometry';
import { setFont, writeText } from './sigma_labels';
import { shorten } from './text';
import type { Theme } from './theme';

/** A ring around a node, and whose it is where that has to be said. */
export interface Mark {
  readonly nodeId: string;
  readonly color: string;
  readonly name?: string;
}

export interface Drawn extends Point {
  readonly size: number;
}

const TAG_PX = 14;

/** Draws rings around what is selected, each person's in their colour, with their name. */
export function drawMarks(
  context: CanvasRenderingContext2D,
  theme: Theme,
  marks: readonly Mark[],
  where: (nodeId: string) => Drawn | undefined
): void {
  const rings = new Map<string, number>();
  for (const mark of marks) {
    const node = where(mark.nodeId);
    if (node) {
      const ring = rings.get(mark.nodeId) ?? 0;
      rings.set(mark.nodeId, ring + 1);
      drawRing(context, mark, node, ring);
      drawTag(context, theme, mark, node, ring);
    }
  }
}

function drawRing(
  context: CanvasRenderingContext2D,
  { color }: Mark,
  { x, y, size }: Drawn,
  ring: number
): void {
  context.beginPath();
  context.arc(x, y, size + 3 + 4 * ring, 0, 2 * Math.PI);
  context.lineWidth = 2.5;
  context.strokeStyle = color;
  context.stroke();
}

function drawTag(
  context: CanvasRenderingContext2D,
  theme: Theme,
  { name, color }: Mark,
  { x, y, size }: Drawn,
  ring: number
): void {
  if (name) {
    setFont(context, theme);
    const top = y - size - 8 - TAG_PX - ring * (TAG_PX + 4);
    const text = shorten(name);
    writeText(context, { ...theme, text: color }, text, { x, y: top });
  }
}
