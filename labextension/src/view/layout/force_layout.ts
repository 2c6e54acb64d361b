import Graph from 'graphology';
import forceAtlas2 from 'graphology-layout-forceatlas2';
import noverlap from 'graphology-layout-noverlap';
import { GAP_X, type Point } from '../geometry';
import { keysOf, type GraphShape } from './graph_shape';

const FORCES = { gravity: 1, outboundAttractionDistribution: true };
const APART = { maxIterations: 120, settings: { margin: 0.26 * GAP_X, ratio: 1, expansion: 1.1 } };

/** Lays a part out by forces, always alike: from a circle, in a bounded number of rounds. */
export function forceLayout(shape: GraphShape): Map<string, Point> {
  const graph = new Graph({ type: 'directed' });
  const keys = keysOf(shape);
  const radius = (keys.size * GAP_X) / (2 * Math.PI);
  [...keys.values()].forEach((key, index) => {
    const angle = (2 * Math.PI * index) / keys.size;
    graph.addNode(key, { x: radius * Math.cos(angle), y: radius * Math.sin(angle), size: 1 });
  });
  for (const [nodeId, key] of keys) {
    const children = shape.children.get(nodeId) ?? [];
    children.forEach((childId) => graph.addDirectedEdge(key, keys.get(childId)!));
  }
  const settings = { ...forceAtlas2.inferSettings(graph), ...FORCES };
  const placed = forceAtlas2(graph, { iterations: rounds(graph.order), settings });
  const scale = GAP_X / (middleLinkLength(graph, placed) || 1);
  graph.updateEachNodeAttributes((key, attributes) => {
    const { x, y } = placed[key]!;
    return { ...attributes, x: x * scale, y: y * scale };
  });
  const apart = noverlap(graph, APART);
  return new Map([...keys].map(([nodeId, key]) => [nodeId, apart[key]!]));
}

function rounds(order: number): number {
  return order <= 500 ? 400 : Math.max(40, Math.round(200_000 / order));
}

function middleLinkLength(graph: Graph, placed: Record<string, Point>): number {
  const lengths = graph.mapEdges((_edge, _attributes, parent, child) => {
    const [one, other] = [placed[parent]!, placed[child]!];
    return Math.hypot(one.x - other.x, one.y - other.y);
  });
  return lengths.sort((one, other) => one - other)[Math.floor(lengths.length / 2)] ?? 0;
}
