import { GAP_X, GAP_Y } from '../geometry';
import { forestOf, type Forest } from './forest';
import type { GraphShape, Places } from './graph_shape';
import { tidyForest } from './tidy_forest';

/** Lays a forest out from the top down, every generation on a level of its own. */
export function treeLayout(forest: Forest): Places {
  const across = tidyForest(forest);
  const places = new Float64Array(2 * forest.count);
  across.forEach((x, row) => {
    places[2 * row] = x;
    places[2 * row + 1] = forest.depths[row]! * GAP_Y;
  });
  return places;
}

/** Lays a graph's forest out to the right; every generation is a column as wide as its labels. */
export function treeRightLayout(shape: GraphShape): Places {
  const forest = forestOf(shape);
  const across = tidyForest({ ...forest, widths: new Float32Array(forest.count).fill(GAP_Y) });
  const columns = columnsOf(forest);
  const places = new Float64Array(2 * forest.count);
  across.forEach((y, row) => {
    places[2 * row] = columns[forest.depths[row]!]!;
    places[2 * row + 1] = y;
  });
  return places;
}

function columnsOf({ depths, widths }: Forest): number[] {
  const widest: number[] = [];
  depths.forEach((depth, row) => {
    widest[depth] = Math.max(widest[depth] ?? GAP_X, widths[row]!);
  });
  let left = 0;
  return widest.map((width) => {
    const middle = left + width / 2;
    left += width + GAP_X / 2;
    return middle;
  });
}
