import type { Actor, Commit, EventMessage, EventRecord } from './protocol';
import type { Replica } from './replica';
import { Signal } from './signal';

/** One thing that happened, with the names that nodes had then: a deleted node has none later. */
export interface FeedEntry {
  readonly key: number;
  readonly record: EventRecord;
  readonly actor: Actor | undefined;
  readonly names: ReadonlyMap<string, string>;
  /** Of a command: what kind it was, where the event itself does not say. */
  readonly commandType: string | undefined;
}

const MOST_ENTRIES = 200;

/** What happened lately, oldest first: commands, changes of the graph, people coming and going. */
export class Feed {
  readonly added = new Signal<readonly FeedEntry[]>();
  private kept: FeedEntry[] = [];
  private nextKey = 1;

  get entries(): readonly FeedEntry[] {
    return this.kept;
  }

  /** Takes the names that a commit's events speak of; to be called before it is applied. */
  prepare(commit: Commit, replica: Replica): FeedEntry[] {
    const named = new Map<string, string>();
    return commit.events.slice(-MOST_ENTRIES).map((record) => {
      const { actor, command_type: commandType } = commit;
      const names = namesIn(record, replica, named);
      return { key: this.nextKey++, record, actor, names, commandType };
    });
  }

  passing(message: EventMessage): void {
    const record = { event: message.event, payload: message.payload } as EventRecord;
    const { actor } = message;
    this.add([
      { key: this.nextKey++, record, actor, names: new Map(), commandType: undefined }
    ]);
  }

  add(entries: readonly FeedEntry[]): void {
    this.kept = [...this.kept, ...entries].slice(-MOST_ENTRIES);
    this.added.emit(entries);
  }
}

/** `named` holds what earlier events of the same commit said, which the replica does not know yet. */
function namesIn(
  record: EventRecord,
  replica: Replica,
  named: Map<string, string>
): Map<string, string> {
  const { payload } = record;
  if (record.event === 'graph:node-created') {
    named.set(record.payload.node_id, record.payload.name);
  }
  const names = new Map<string, string>();
  for (const field of ['node_id', 'parent_id', 'child_id'] as const) {
    const nodeId = (payload as Partial<Record<typeof field, string>>)[field];
    const name = nodeId && (named.get(nodeId) ?? replica.nodes.get(nodeId)?.name);
    if (nodeId && name) {
      names.set(nodeId, name);
    }
  }
  return names;
}
