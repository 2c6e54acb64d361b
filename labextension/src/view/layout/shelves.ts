/** How much wider than high a screen is. */
const SCREEN = 1.6;

export interface Boxes {
  readonly rows: Uint32Array;
  readonly widths: Float64Array;
  readonly heights: Float64Array;
}

/** How much wider than the root of their area says boxes may stand: some fit better so. */
const TRIES = [1, 1.25, 1.6];

interface Room {
  readonly width: number;
  readonly height: number;
}

/**
 * Puts boxes beside each other in rows, high ones first, so that the whole is about as wide as
 * a screen. Writes where each begins; returns how much room they take together.
 */
export function shelve({ rows, widths, heights }: Boxes, lefts: Float64Array, tops: Float64Array) {
  const order = [...rows].sort((one, other) => heights[other]! - heights[one]! || one - other);
  const area = order.reduce((sum, row) => sum + widths[row]! * heights[row]!, 0);
  const widest = order.reduce((most, row) => Math.max(most, widths[row]!), 0);
  const place = (limit: number): Room => {
    let [left, top, rowHeight, width] = [0, 0, 0, 0];
    for (const row of order) {
      if (left > 0 && left + widths[row]! > limit) {
        [left, top, rowHeight] = [0, top + rowHeight, 0];
      }
      lefts[row] = left;
      tops[row] = top;
      left += widths[row]!;
      rowHeight = Math.max(rowHeight, heights[row]!);
      width = Math.max(width, left);
    }
    return { width, height: top + rowHeight };
  };
  const limits = TRIES.map((factor) => Math.max(widest, factor * Math.sqrt(area * SCREEN)));
  const sizes = limits.map((limit) => screenNeeded(place(limit)));
  return place(limits[sizes.indexOf(Math.min(...sizes))]!);
}

function screenNeeded({ width, height }: Room): number {
  return Math.max(width / SCREEN, height);
}
