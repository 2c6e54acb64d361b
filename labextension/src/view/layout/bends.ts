import { linksOf, shapeFromLinks, type GraphShape } from './graph_shape';

/** A graph whose rows stand in layers, one below the other. */
export interface LayeredGraph {
  readonly shape: GraphShape;
  /** The layer of each row. */
  readonly layers: Uint32Array;
}

const BEND_WIDTH = 24;

/**
 * Gives links that pass by layers a row in each of them, which takes room like a node: so they do
 * not run over nodes. Where that would make far more rows than there are nodes, it leaves it.
 */
export function withBends({ shape, layers }: LayeredGraph): LayeredGraph {
  const links = linksOf(shape);
  let bends = 0;
  for (let at = 0; at < links.length; at += 2) {
    bends += layers[links[at + 1]!]! - layers[links[at]!]! - 1;
  }
  if (bends === 0 || bends > 3 * shape.count + 300) {
    return { shape, layers };
  }
  const allLayers = new Uint32Array(shape.count + bends);
  const widths = new Float32Array(allLayers.length).fill(BEND_WIDTH);
  allLayers.set(layers);
  widths.set(shape.widths);
  const pieces: number[] = [];
  for (let at = 0, next = shape.count; at < links.length; at += 2) {
    const [parent, child] = [links[at]!, links[at + 1]!];
    let above = parent;
    for (let layer = layers[parent]! + 1; layer < layers[child]!; layer += 1) {
      allLayers[next] = layer;
      pieces.push(above, next);
      above = next++;
    }
    pieces.push(above, child);
  }
  const bent = shapeFromLinks(allLayers.length, Uint32Array.from(pieces), widths);
  return { shape: bent, layers: allLayers };
}
