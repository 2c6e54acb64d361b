import { hierarchy, tree } from 'd3-hierarchy';
import { GAP_X, GAP_Y, type Point } from '../geometry';
import type { GraphShape } from './graph_shape';

/** Lays a tree out from the top down. */
export function treeLayout(shape: GraphShape, rootId: string): Map<string, Point> {
  return place(rootId, (nodeId) => shape.children.get(nodeId) ?? []);
}

/**
 * Lays any connected part out by the tree that a walk in breadth takes through it: for graphs that
 * are too large for the layouts that look at every link.
 */
export function spanningTreeLayout(shape: GraphShape): Map<string, Point> {
  const [first] = shape.nodeIds;
  const taken = new Set([first!]);
  const chosen = new Map<string, string[]>();
  const neighbours = bothWays(shape);
  const queue = [first!];
  for (const nodeId of queue) {
    const mine = (neighbours.get(nodeId) ?? []).filter((next) => !taken.has(next));
    mine.forEach((next) => taken.add(next));
    chosen.set(nodeId, [...new Set(mine)]);
    queue.push(...chosen.get(nodeId)!);
  }
  return place(first!, (nodeId) => chosen.get(nodeId) ?? []);
}

function place(
  rootId: string,
  childrenOf: (nodeId: string) => readonly string[]
): Map<string, Point> {
  const root = hierarchy(rootId, (nodeId) => [...childrenOf(nodeId)]);
  const placed = new Map<string, Point>();
  tree<string>()
    .nodeSize([GAP_X, GAP_Y])
    .separation((one, other) => (one.parent === other.parent ? 1 : 1.3))(root)
    .each(({ data, x, y }) => placed.set(data, { x, y }));
  return placed;
}

function bothWays(shape: GraphShape): Map<string, string[]> {
  const neighbours = new Map<string, string[]>();
  const add = (one: string, other: string): void => {
    const known = neighbours.get(one);
    if (known) {
      known.push(other);
    } else {
      neighbours.set(one, [other]);
    }
  };
  for (const nodeId of shape.nodeIds) {
    for (const childId of shape.children.get(nodeId) ?? []) {
      add(nodeId, childId);
      add(childId, nodeId);
    }
  }
  return neighbours;
}
