import { GAP_X, GAP_Y } from '../geometry';
import { degree, neighbours, type Places } from './graph_shape';
import type { Forest } from './forest';
import { shelve } from './shelves';

/**
 * Places a forest in little room: every subtree is a box, and the boxes of a family stand in rows
 * below their parent, so that the whole is about as wide as a screen. For trees that would be
 * a line when every generation had to stand on one level.
 */
export function packedForest(forest: Forest): Places {
  const { count, order, children, roots } = forest;
  const widths = new Float64Array(count).fill(GAP_X);
  const heights = new Float64Array(count).fill(GAP_Y);
  const lefts = new Float64Array(count);
  const tops = new Float64Array(count);
  for (let at = order.length - 1; at >= 0; at -= 1) {
    const row = order[at]!;
    if (degree(children, row) > 0) {
      const boxes = { rows: neighbours(children, row), widths, heights };
      const size = shelve(boxes, lefts, tops);
      widths[row] = Math.max(GAP_X, size.width);
      heights[row] = GAP_Y + size.height;
    }
  }
  shelve({ rows: Uint32Array.from(roots), widths, heights }, lefts, tops);
  return absolute(forest, { lefts, tops, widths });
}

interface Boxes {
  readonly lefts: Float64Array;
  readonly tops: Float64Array;
  readonly widths: Float64Array;
}

/** Turns boxes within boxes into places: a node stands above the middle of its family. */
function absolute({ order, children, count }: Forest, { lefts, tops, widths }: Boxes): Places {
  const places = new Float64Array(2 * count);
  for (const row of order) {
    places[2 * row] = lefts[row]! + widths[row]! / 2;
    places[2 * row + 1] = tops[row]!;
    for (const child of neighbours(children, row)) {
      lefts[child]! += lefts[row]!;
      tops[child]! += tops[row]! + GAP_Y;
    }
  }
  return places;
}
