import { KnownCommands, type KnownCommand } from './known_commands';
import type { CommandOp } from './pending';
import type { Actor, Commit, EventMessage, EventRecord } from './protocol';
import { Signal } from './signal';

/** One thing that happened, with the names that nodes had then: a deleted node has none later. */
export interface FeedEntry {
  readonly key: number;
  readonly record: EventRecord;
  readonly actor: Actor | undefined;
  readonly names: ReadonlyMap<string, string>;
  /** How many events it stands for: what one command does alike to many things is told once. */
  readonly count: number;
}

type NameOf = (nodeId: string) => string | undefined;

const MOST_ENTRIES = 200;
const MOST_ALIKE = 3;

/** What happened lately, oldest first: commands, changes of the graph, people coming and going. */
export class Feed {
  readonly added = new Signal<readonly FeedEntry[]>();
  private kept: FeedEntry[] = [];
  private nextKey = 1;
  private readonly commands = new KnownCommands();

  get entries(): readonly FeedEntry[] {
    return this.kept;
  }

  /** Takes the names that a commit's events speak of; `nameOf` knows those from before it. */
  prepare(commit: Commit, nameOf: NameOf): FeedEntry[] {
    const named = new Map<string, string>();
    this.commands.learnCommit(commit);
    return runsOf(commit.events).map(({ record, count }) => {
      this.commands.learn(record);
      const names = namesIn(record, nameOf, named);
      return { key: this.nextKey++, record, actor: commit.actor, names, count };
    });
  }

  passing(message: EventMessage): void {
    const record = { event: message.event, payload: message.payload } as EventRecord;
    this.commands.learn(record);
    const names = new Map<string, string>();
    this.add([{ key: this.nextKey++, record, actor: message.actor, names, count: 1 }]);
  }

  /** One asks for this oneself. */
  asked(op: CommandOp, nameOf: NameOf): void {
    this.commands.ask(op, nameOf);
  }

  /** Returns what is known of a command that was heard of lately: many events tell only its id. */
  command(commandId: string): KnownCommand | undefined {
    return this.commands.get(commandId);
  }

  add(entries: readonly FeedEntry[]): void {
    this.kept = [...this.kept, ...entries].slice(-MOST_ENTRIES);
    this.added.emit(entries);
  }
}

/** Joins events that follow each other and tell the same of more than a few things. */
function runsOf(events: readonly EventRecord[]): { record: EventRecord; count: number }[] {
  const runs: EventRecord[][] = [];
  for (const record of events) {
    const run = runs[runs.length - 1];
    if (run && likeness(run[0]!) === likeness(record)) {
      run.push(record);
    } else {
      runs.push([record]);
    }
  }
  const told = runs.flatMap((run) =>
    run.length > MOST_ALIKE
      ? [{ record: run[0]!, count: run.length }]
      : run.map((record) => ({ record, count: 1 }))
  );
  return told.slice(-MOST_ENTRIES);
}

function likeness({ event, payload }: EventRecord): string {
  return 'property_id' in payload ? `${event} ${payload.property_id}` : event;
}

/** `named` holds what earlier events of the same commit said, which are news. */
function namesIn(
  record: EventRecord,
  nameOf: NameOf,
  named: Map<string, string>
): Map<string, string> {
  const { payload } = record;
  if (record.event === 'graph:node-created') {
    named.set(record.payload.node_id, record.payload.name);
  }
  const names = new Map<string, string>();
  for (const field of ['node_id', 'parent_id', 'child_id'] as const) {
    const nodeId = (payload as Partial<Record<typeof field, string>>)[field];
    const name = nodeId && (named.get(nodeId) ?? nameOf(nodeId));
    if (nodeId && name) {
      names.set(nodeId, name);
    }
  }
  return names;
}
