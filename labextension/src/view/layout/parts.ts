import { neighbours, shapeFromLinks, type Adjacency, type GraphShape } from './graph_shape';

/** A part of a graph, as a graph of its own: its row `i` is row `rows[i]` of the whole. */
export interface Part {
  readonly rows: Uint32Array;
  readonly shape: GraphShape;
}

/** Splits a graph into parts that no link joins, the largest first. */
export function partsOf(shape: GraphShape): Part[] {
  const numbers = new Uint32Array(shape.count);
  return components(shape).map((rows) => ({ rows, shape: partShape(shape, rows, numbers) }));
}

function components(shape: GraphShape): Uint32Array[] {
  const seen = new Uint8Array(shape.count);
  const queue = new Uint32Array(shape.count);
  const found: Uint32Array[] = [];
  let start = 0;
  for (let row = 0; row < shape.count; row += 1) {
    if (!seen[row]) {
      const end = reach(shape, row, seen, queue, start);
      found.push(queue.slice(start, end).sort());
      start = end;
    }
  }
  return found.sort((one, other) => other.length - one.length || one[0]! - other[0]!);
}

/** Writes all that hangs together with a row into the queue. Returns where it ends. */
function reach(
  { children, parents }: GraphShape,
  first: number,
  seen: Uint8Array,
  queue: Uint32Array,
  start: number
): number {
  let end = start;
  const visit = (row: number): void => {
    if (!seen[row]) {
      seen[row] = 1;
      queue[end++] = row;
    }
  };
  visit(first);
  for (let at = start; at < end; at += 1) {
    neighbours(children, queue[at]!).forEach(visit);
    neighbours(parents, queue[at]!).forEach(visit);
  }
  return end;
}

const NOBODY: Adjacency = { starts: new Uint32Array(2), rows: new Uint32Array(0) };

function partShape(shape: GraphShape, rows: Uint32Array, numbers: Uint32Array): GraphShape {
  if (rows.length === 1) {
    const widths = shape.widths.subarray(rows[0], rows[0]! + 1);
    return { count: 1, children: NOBODY, parents: NOBODY, widths };
  }
  rows.forEach((row, index) => (numbers[row] = index));
  const links: number[] = [];
  rows.forEach((row, index) => {
    neighbours(shape.children, row).forEach((child) => links.push(index, numbers[child]!));
  });
  const widths = Float32Array.from(rows, (row) => shape.widths[row]!);
  return shapeFromLinks(rows.length, Uint32Array.from(links), widths);
}
