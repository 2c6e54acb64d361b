import { neighbours, type GraphShape, type Places } from './graph_shape';
import { partsOf } from './parts';
import { CLEAR } from './clear';

const SWAP_ROUNDS = 20;

/** Puts all nodes on one circle, ordered so that linked nodes are near each other. */
export function circleLayout(shape: GraphShape): Places {
  const { count } = shape;
  const order = ordered(shape);
  const radius = count > 1 ? CLEAR / (2 * Math.sin(Math.PI / count)) : 0;
  const places = new Float64Array(2 * count);
  order.forEach((row, at) => {
    const angle = (2 * Math.PI * at) / count;
    places[2 * row] = radius * Math.sin(angle);
    places[2 * row + 1] = -radius * Math.cos(angle);
  });
  return places;
}

function ordered(shape: GraphShape): Uint32Array {
  const order = new Uint32Array(shape.count);
  const seen = new Uint8Array(shape.count);
  let end = 0;
  for (const { rows } of partsOf(shape)) {
    const path = [rows[0]!];
    while (path.length > 0) {
      const row = path.pop()!;
      if (!seen[row]) {
        seen[row] = 1;
        order[end++] = row;
        neighbours(shape.parents, row).forEach((other) => path.push(other));
        neighbours(shape.children, row).forEach((other) => path.push(other));
      }
    }
  }
  swapNeighbours(shape, order);
  return order;
}

/** Swaps nodes that stand side by side where that shortens their links. */
function swapNeighbours(shape: GraphShape, order: Uint32Array): void {
  const { count } = shape;
  const at = new Uint32Array(count);
  order.forEach((row, index) => (at[row] = index));
  const length = (row: number, from: number, other: number): number => {
    const way = (next: number): number => {
      const steps = next === other ? 0 : Math.abs(at[next]! - from);
      return Math.min(steps, count - steps);
    };
    const sum = (total: number, next: number): number => total + way(next);
    return neighbours(shape.children, row).reduce(
      sum,
      neighbours(shape.parents, row).reduce(sum, 0)
    );
  };
  for (let round = 0, swaps = 1; round < SWAP_ROUNDS && swaps > 0; round += 1) {
    swaps = 0;
    for (let index = 0; index < count; index += 1) {
      const next = (index + 1) % count;
      const [one, other] = [order[index]!, order[next]!];
      const now = length(one, index, other) + length(other, next, one);
      const then = length(one, next, other) + length(other, index, one);
      if (then < now) {
        [order[index], order[next], at[one], at[other]] = [other, one, next, index];
        swaps += 1;
      }
    }
  }
}
