import type { Actor, Commit, EventMessage, EventRecord } from './protocol';
import type { Replica } from './replica';
import { Signal } from './signal';

/** One thing that happened, with the names that nodes had then: a deleted node has none later. */
export interface FeedEntry {
  readonly key: number;
  readonly record: EventRecord;
  readonly actor: Actor | undefined;
  readonly names: ReadonlyMap<string, string>;
}

const MOST_ENTRIES = 200;
const MOST_COMMANDS = 2_000;

/** What happened lately, oldest first: commands, changes of the graph, people coming and going. */
export class Feed {
  readonly added = new Signal<readonly FeedEntry[]>();
  private kept: FeedEntry[] = [];
  private nextKey = 1;
  private readonly commandTypes = new Map<string, string>();

  get entries(): readonly FeedEntry[] {
    return this.kept;
  }

  /** Takes the names that a commit's events speak of; to be called before it is applied. */
  prepare(commit: Commit, replica: Replica): FeedEntry[] {
    const named = new Map<string, string>();
    return commit.events.slice(-MOST_ENTRIES).map((record) => {
      this.learnCommand(record);
      const names = namesIn(record, replica, named);
      return { key: this.nextKey++, record, actor: commit.actor, names };
    });
  }

  passing(message: EventMessage): void {
    const record = { event: message.event, payload: message.payload } as EventRecord;
    this.learnCommand(record);
    this.add([{ key: this.nextKey++, record, actor: message.actor, names: new Map() }]);
  }

  /** Returns the type of a command that was heard of lately: an undo tells only its id. */
  commandType(commandId: string): string | undefined {
    return this.commandTypes.get(commandId);
  }

  private learnCommand({ payload }: EventRecord): void {
    if ('command_type' in payload) {
      this.commandTypes.delete(payload.command_id);
      this.commandTypes.set(payload.command_id, payload.command_type);
      const [oldest] = this.commandTypes.keys();
      if (this.commandTypes.size > MOST_COMMANDS && oldest !== undefined) {
        this.commandTypes.delete(oldest);
      }
    }
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
