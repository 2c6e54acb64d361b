import { GAP_X } from '../geometry';

/** The neighbours of every row, one row's after another's. */
export interface Adjacency {
  readonly starts: Uint32Array;
  readonly rows: Uint32Array;
}

/**
 * What a layout needs to know of a graph. Nodes are rows, 0 to `count` - 1: layouts know no ids,
 * so that a graph travels to a worker as a few arrays.
 */
export interface GraphShape {
  readonly count: number;
  readonly children: Adjacency;
  readonly parents: Adjacency;
  /** The room that each node takes across, its label and the gap beside it included. */
  readonly widths: Float32Array;
}

/** A place for every row: x, y, x, y … */
export type Places = Float64Array;

/** Makes a shape from links: parent row, child row, parent row … Neighbours are in order of rows. */
export function shapeFromLinks(
  count: number,
  links: Uint32Array,
  widths: Float32Array = new Float32Array(count).fill(GAP_X)
): GraphShape {
  const unsorted = grouped(count, links, 1);
  const children = turned(count, unsorted);
  return { count, children, parents: turned(count, children), widths };
}

export function neighbours({ starts, rows }: Adjacency, row: number): Uint32Array {
  return rows.subarray(starts[row], starts[row + 1]);
}

export function degree({ starts }: Adjacency, row: number): number {
  return starts[row + 1]! - starts[row]!;
}

/** Returns all links of a shape, as `shapeFromLinks` takes them. */
export function linksOf({ count, children }: GraphShape): Uint32Array {
  const links = new Uint32Array(2 * children.rows.length);
  for (let row = 0, at = 0; row < count; row += 1) {
    for (const child of neighbours(children, row)) {
      links[at++] = row;
      links[at++] = child;
    }
  }
  return links;
}

/** Groups links by the end that stands at `side` of each pair. */
function grouped(count: number, links: Uint32Array, side: 0 | 1): Adjacency {
  const starts = new Uint32Array(count + 1);
  for (let at = side; at < links.length; at += 2) {
    starts[links[at]! + 1]! += 1;
  }
  for (let row = 0; row < count; row += 1) {
    starts[row + 1]! += starts[row]!;
  }
  const next = starts.slice();
  const rows = new Uint32Array(links.length / 2);
  for (let at = 0; at < links.length; at += 2) {
    rows[next[links[at + side]!]!++] = links[at + 1 - side]!;
  }
  return { starts, rows };
}

/** Returns who has whom as a neighbour. */
function turned(count: number, { starts, rows }: Adjacency): Adjacency {
  const links = new Uint32Array(2 * rows.length);
  for (let row = 0, at = 0; row < count; row += 1) {
    for (let index = starts[row]!; index < starts[row + 1]!; index += 1) {
      links[at++] = row;
      links[at++] = rows[index]!;
    }
  }
  return grouped(count, links, 1);
}
