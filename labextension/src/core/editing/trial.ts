import { NAME, type Replica } from '../replica';
import { Unforeseeable } from './arguments';
import type { GraphEvent } from './graph_event';
import { inverseOf } from './inverse';

/** What was applied to a graph before the server has told it. */
export interface Trial {
  readonly events: readonly GraphEvent[];
  /** Takes the events back, in this order. */
  readonly inverse: readonly GraphEvent[];
  /** The names that nodes had before, where they are changed or removed. */
  readonly names: ReadonlyMap<string, string>;
}

/**
 * Applies events, each before the next one is asked for. Returns `undefined`, and leaves the graph
 * as it was, where not all of them can be.
 */
export function tryOut(
  replica: Replica,
  predicted: Iterable<GraphEvent>,
  apply: (event: GraphEvent) => void
): Trial | undefined {
  const events: GraphEvent[] = [];
  const inverse: GraphEvent[] = [];
  try {
    for (const event of predicted) {
      inverse.push(inverseOf(event, replica));
      events.push(event);
      apply(event);
    }
    inverse.reverse();
    return { events, inverse, names: namesIn(inverse) };
  } catch (error) {
    inverse.reverse().forEach((event) => apply(event));
    if (!(error instanceof Unforeseeable)) {
      console.error('graphsync: an edit cannot be shown before it is answered', error);
    }
    return undefined;
  }
}

function namesIn(inverse: readonly GraphEvent[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const { event, payload } of inverse) {
    if (event === 'graph:node-created') {
      names.set(payload.node_id, payload.name);
    } else if (event === 'graph:property-changed' && payload.property_id === NAME) {
      names.set(payload.node_id, String(payload.new_value));
    }
  }
  return names;
}
