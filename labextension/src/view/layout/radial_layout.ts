import { CLEAR } from './clear';
import { forestOf, type Forest } from './forest';
import type { GraphShape, Places } from './graph_shape';
import { tidyForest } from './tidy_forest';

/** Lays a graph's forest out in rings around its root; several roots stand in the first ring. */
export function radialLayout(shape: GraphShape): Places {
  const forest = forestOf(shape);
  const across = tidyForest(forest);
  const inner = forest.roots.length > 1 ? 1 : 0;
  const around = fullTurn(across, forest);
  const radii = radiiOf(forest, across, around, inner);
  const places = new Float64Array(2 * forest.count);
  const left = across.reduce((least, x) => Math.min(least, x), Infinity);
  across.forEach((x, row) => {
    const angle = ((x - left) / around) * 2 * Math.PI;
    const radius = radii[forest.depths[row]! + inner]!;
    places[2 * row] = radius * Math.sin(angle);
    places[2 * row + 1] = -radius * Math.cos(angle);
  });
  return places;
}

/** The width of the tidy forest, which is bent to a whole turn. */
function fullTurn(across: Float64Array, { widths }: Forest): number {
  let [left, right] = [Infinity, -Infinity];
  across.forEach((x, row) => {
    left = Math.min(left, x - widths[row]! / 2);
    right = Math.max(right, x + widths[row]! / 2);
  });
  return right - left;
}

/** Every ring is wide enough for its closest neighbours, and clear of the ring within. */
function radiiOf(
  { depths, widths }: Forest,
  across: Float64Array,
  around: number,
  inner: number
): number[] {
  const rings: number[][] = inner === 1 ? [[]] : [];
  depths.forEach((depth, row) => (rings[depth + inner] ??= []).push(row));
  let radius = -CLEAR;
  return rings.map((rows, ring) => {
    rows.sort((one, other) => across[one]! - across[other]!);
    const needed = rows.reduce((most, row, at) => {
      const next = rows[(at + 1) % rows.length]!;
      const turn = ((across[next]! - across[row]! + around) % around) / around;
      const apart = Math.max(CLEAR, (widths[row]! + widths[next]!) / 2);
      return next === row ? most : Math.max(most, apart / (2 * Math.sin(Math.PI * turn)));
    }, 0);
    radius = ring === 0 ? 0 : Math.max(radius + CLEAR, needed);
    return radius;
  });
}
