import { Graph, layout } from '@dagrejs/dagre';
import { GAP_X, GAP_Y, type Point } from '../geometry';
import { keysOf, type GraphShape } from './graph_shape';

const NODE_SIZE = 30;

/** Lays an acyclic part out in layers: every link leads downwards, with few crossings. */
export function layeredLayout(shape: GraphShape): Map<string, Point> {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'TB', nodesep: GAP_X - NODE_SIZE, ranksep: GAP_Y - NODE_SIZE });
  graph.setDefaultEdgeLabel(() => ({}));
  const keys = keysOf(shape);
  for (const key of keys.values()) {
    graph.setNode(key, { width: NODE_SIZE, height: NODE_SIZE });
  }
  for (const [nodeId, key] of keys) {
    const children = shape.children.get(nodeId) ?? [];
    children.forEach((childId) => graph.setEdge(key, keys.get(childId)!));
  }
  layout(graph);
  return new Map(
    [...keys].map(([nodeId, key]) => {
      const { x, y } = graph.node(key) as Point;
      return [nodeId, { x, y }];
    })
  );
}
