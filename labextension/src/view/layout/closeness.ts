import type { Places } from './graph_shape';

const QUANTILE = 0.2;

/** Returns how near nodes are to their nearest one: a fifth of them is nearer. */
export function closeness(places: Places): number {
  const rows = Array.from({ length: places.length / 2 }, (_, row) => row);
  const distances = rows.map(() => Infinity);
  // Along each of two slanted lines, those that are near are among the next few in order.
  for (const [across, down] of [
    [1, 0.37],
    [-0.37, 1]
  ] as const) {
    const along = (row: number): number => across * places[2 * row]! + down * places[2 * row + 1]!;
    rows.sort((one, other) => along(one) - along(other));
    rows.forEach((row, at) => {
      for (let next = at + 1; next < Math.min(at + 40, rows.length); next += 1) {
        const other = rows[next]!;
        const distance = Math.hypot(
          places[2 * row]! - places[2 * other]!,
          places[2 * row + 1]! - places[2 * other + 1]!
        );
        distances[row] = Math.min(distances[row]!, distance);
        distances[other] = Math.min(distances[other]!, distance);
      }
    });
  }
  const known = distances.filter(Number.isFinite).sort((one, other) => one - other);
  return known[Math.floor(known.length * QUANTILE)] ?? 0;
}
