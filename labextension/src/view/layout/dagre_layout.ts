import { Graph, layout } from '@dagrejs/dagre';
import { GAP_X, GAP_Y, type Point } from '../geometry';
import { linksOf, type GraphShape, type Places } from './graph_shape';

const HEIGHT = 30;
const BETWEEN = 20;

/** Lays an acyclic graph out in layers with the fewest crossings; its time grows with the square. */
export function dagreLayout(shape: GraphShape): Places {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'TB', nodesep: BETWEEN, edgesep: BETWEEN, ranksep: GAP_Y - HEIGHT });
  graph.setDefaultEdgeLabel(() => ({}));
  shape.widths.forEach((width, row) => {
    const label = Math.max(GAP_X, width) - BETWEEN;
    graph.setNode(String(row), { width: label, height: HEIGHT });
  });
  const links = linksOf(shape);
  for (let at = 0; at < links.length; at += 2) {
    graph.setEdge(String(links[at]), String(links[at + 1]));
  }
  layout(graph);
  const places = new Float64Array(2 * shape.count);
  for (let row = 0; row < shape.count; row += 1) {
    const { x, y } = graph.node(String(row)) as Point;
    places.set([x, y], 2 * row);
  }
  return places;
}
