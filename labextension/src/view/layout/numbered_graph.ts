import { shapeFromLinks, type GraphShape } from './graph_shape';

export interface Links {
  children(nodeId: string): ReadonlyMap<string, unknown>;
}

/** Nodes with a row each: `nodeIds[row]`. */
export interface NumberedGraph {
  readonly nodeIds: readonly string[];
  readonly shape: GraphShape;
  /** Parent row, child row, parent row … */
  readonly links: Uint32Array;
}

/** Numbers nodes and the links among them in an order that ids decide: it is the same for all. */
export function numberedGraph(
  nodeIds: Iterable<string>,
  links: Links,
  widthOf?: (nodeId: string) => number
): NumberedGraph {
  const sorted = [...nodeIds].sort();
  const rowOf = new Map(sorted.map((nodeId, row) => [nodeId, row]));
  const pairs: number[] = [];
  sorted.forEach((nodeId, row) => {
    for (const childId of links.children(nodeId).keys()) {
      const child = rowOf.get(childId);
      if (child !== undefined && child !== row) {
        pairs.push(row, child);
      }
    }
  });
  const widths = widthOf && Float32Array.from(sorted, widthOf);
  const numbers = Uint32Array.from(pairs);
  return { nodeIds: sorted, shape: shapeFromLinks(sorted.length, numbers, widths), links: numbers };
}
