import type { Replica } from '../replica';
import { Unforeseeable } from './arguments';
import { linksOf } from './deletion';
import type { GraphEvent } from './graph_event';

/** Yields events, and throws `Unforeseeable` at the first that does not fit the graph as it then is. */
export function* fitting(events: Iterable<GraphEvent>, replica: Replica): Generator<GraphEvent> {
  for (const event of events) {
    if (!fits(event, replica)) {
      throw new Unforeseeable(`${event.event} does not fit the graph any more`);
    }
    yield event;
  }
}

function fits(record: GraphEvent, replica: Replica): boolean {
  switch (record.event) {
    case 'graph:node-created':
      return !replica.nodes.has(record.payload.node_id);
    case 'graph:node-deleted': {
      const { node_id } = record.payload;
      return replica.nodes.has(node_id) && linksOf(replica, node_id).length === 0;
    }
    case 'graph:node-linked': {
      const { parent_id, child_id } = record.payload;
      const hasEnds = replica.nodes.has(parent_id) && replica.nodes.has(child_id);
      return hasEnds && !replica.link(parent_id, child_id);
    }
    case 'graph:node-unlinked':
    case 'graph:link-property-changed':
    case 'graph:link-property-deleted':
      return replica.link(record.payload.parent_id, record.payload.child_id) !== undefined;
    case 'graph:property-changed':
    case 'graph:property-deleted':
      return replica.nodes.has(record.payload.node_id);
    case 'graph:blueprint-defined':
      return true;
    case 'graph:blueprint-removed':
      return replica.blueprintTypes.has(record.payload.blueprint_type_id);
    default: {
      const missing: never = record;
      return missing;
    }
  }
}
