import type { EventRecord } from '../protocol';

/** An event that changes the graph. */
export type GraphEvent = Extract<EventRecord, { event: `graph:${string}` }>;

export function isGraphEvent(record: EventRecord): record is GraphEvent {
  return record.event.startsWith('graph:');
}
