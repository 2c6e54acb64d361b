import type { Replica } from '../../../core';
import type { Filter } from '../../display';
import { matcher } from '../../search/matching';
import type { Kept } from './branches';

/** Finds the nodes that a filter leaves, and all that lead to them; nothing where it asks nothing. */
export function keptBy(filter: Filter, replica: Replica): Kept | undefined {
  const test = matcher(filter, replica);
  if (!test) {
    return undefined;
  }
  const fits = new Set<string>();
  for (const node of replica.nodes.values()) {
    if (test(node)) {
      fits.add(node.nodeId);
    }
  }
  const shown = new Set(fits);
  for (const nodeId of shown) {
    // What is added on the way is visited, too.
    for (const parentId of replica.parents(nodeId).keys()) {
      shown.add(parentId);
    }
  }
  return { fits, shown };
}
