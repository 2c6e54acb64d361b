import type { Point } from '../geometry';
import { forceLayout } from './force_layout';
import { components, isAcyclic, treeRoot, type GraphShape } from './graph_shape';
import { layeredLayout } from './layered_layout';
import { pack } from './pack';
import { spanningTreeLayout, treeLayout } from './tree_layout';

const LAYERED_UP_TO = 80;
const FORCES_UP_TO = 3_000;

/** Gives every node a place, the same on every screen: each connected part by what it is. */
export function wholeLayout(shape: GraphShape): Map<string, Point> {
  return pack(components(shape).map(layoutOfPart));
}

function layoutOfPart(part: GraphShape): Map<string, Point> {
  const rootId = treeRoot(part);
  if (rootId !== undefined) {
    return treeLayout(part, rootId);
  }
  if (part.nodeIds.length <= LAYERED_UP_TO && isAcyclic(part)) {
    return layeredLayout(part);
  }
  return part.nodeIds.length <= FORCES_UP_TO ? forceLayout(part) : spanningTreeLayout(part);
}
