import type { Replica } from '../../core';

/** Graphs of more nodes than this open collapsed. */
export const FOLDS_ABOVE = 20_000;

const DEPTH = 2;

/**
 * Returns the nodes that a large graph collapses when it is opened: those two links below the
 * roots. None in small graphs, and in those that are no hierarchy.
 */
export function firstFolds(replica: Replica, above = FOLDS_ABOVE): ReadonlySet<string> {
  const folds = new Set<string>();
  if (replica.nodes.size <= above) {
    return folds;
  }
  let level = [...replica.nodes.keys()].filter((nodeId) => replica.parents(nodeId).size === 0);
  const seen = new Set(level);
  for (let depth = 0; depth < DEPTH; depth += 1) {
    const below = level.flatMap((nodeId) => [...replica.children(nodeId).keys()]);
    level = [...new Set(below)].filter((nodeId) => !seen.has(nodeId));
    level.forEach((nodeId) => seen.add(nodeId));
  }
  for (const nodeId of level) {
    if (replica.children(nodeId).size > 0) {
      folds.add(nodeId);
    }
  }
  return folds;
}
