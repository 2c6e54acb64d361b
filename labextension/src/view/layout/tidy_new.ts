import type { Replica } from '../../core';
import type { Point } from '../geometry';
import { Placement, sharedPlace } from './placement';

/**
 * Returns places for those nodes that have no shared one: beside their relations, by the rule
 * that newcomers are placed by. No other node gets another place.
 */
export function tidyNew(
  replica: Replica,
  nodeIds: Iterable<string> = replica.nodes.keys()
): Map<string, Point> {
  const placement = new Placement(replica);
  placement.load();
  const places = new Map<string, Point>();
  for (const nodeId of nodeIds) {
    const node = replica.nodes.get(nodeId);
    if (node && !sharedPlace(node)) {
      places.set(nodeId, placement.of(nodeId));
    }
  }
  return places;
}
