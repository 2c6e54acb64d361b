import type { CommandOp } from './pending';
import type { Commit, EventRecord } from './protocol';

const FIELDS = ['node_id', 'parent_id', 'child_id', 'property_id', 'name'] as const;
const MOST = 2_000;

/** By which command comes what; what a step is called after comes first. */
const DONE_BY = new Map<string, string>([
  ['graph:node-created', 'create-node'],
  ['graph:node-deleted', 'delete-node'],
  ['graph:node-linked', 'link-node'],
  ['graph:node-unlinked', 'unlink-node']
]);

/** What a command was about, with the names that nodes had then. */
export interface KnownCommand {
  readonly type: string;
  /** How many of that type, where they were one step. */
  readonly count: number;
  /** Known of one's own commands alone: the others' are not told. */
  readonly about: Readonly<Partial<Record<(typeof FIELDS)[number], string>>>;
  readonly names: ReadonlyMap<string, string>;
}

/** The commands that were heard of lately: what came of one tells little more than its id. */
export class KnownCommands {
  private readonly byId = new Map<string, KnownCommand>();

  get(commandId: string): KnownCommand | undefined {
    return this.byId.get(commandId);
  }

  /** Takes in a command of one's own, before anything shows it. */
  ask(op: CommandOp, nameOf: (nodeId: string) => string | undefined): void {
    if (op.op === 'execute') {
      const { type, args, count } = meant(op.command_type, op.arguments);
      const about = count === 1 ? aboutOf(args) : {};
      const ids = [about.node_id, about.parent_id, about.child_id].filter((id) => id !== undefined);
      const named = ids.flatMap((id) => {
        const name = nameOf(id);
        return name === undefined ? [] : [[id, name] as const];
      });
      this.keep(op.command_id, { type, count, about, names: new Map(named) });
    }
  }

  /** Takes in what somebody did: of several commands in one step, what was done by them. */
  learnCommit({ command_id, command_type, events }: Commit): void {
    if (command_type === 'batch' && !this.byId.has(command_id)) {
      const [lead] =
        [...DONE_BY].find(([event]) => events.some((one) => one.event === event)) ?? [];
      const count = events.filter(({ event }) => event === lead).length;
      const type = (lead && DONE_BY.get(lead)) ?? command_type;
      this.keep(command_id, { type, count: Math.max(1, count), about: {}, names: new Map() });
    }
  }

  learn({ payload }: EventRecord): void {
    if ('command_type' in payload) {
      const { command_id, command_type: type } = payload;
      const known = this.byId.get(command_id);
      this.keep(command_id, known ?? { type, count: 1, about: {}, names: new Map() });
    }
  }

  private keep(commandId: string, command: KnownCommand): void {
    this.byId.delete(commandId);
    this.byId.set(commandId, command);
    const [oldest] = this.byId.keys();
    if (this.byId.size > MOST && oldest !== undefined) {
      this.byId.delete(oldest);
    }
  }
}

interface Asked {
  readonly command_type: string;
  readonly arguments: unknown;
}

/** What a step is about: places are shared beside what one does, and are not it. */
function meant(type: string, args: unknown): { type: string; args: unknown; count: number } {
  const parts = type === 'batch' ? ((args as { commands?: readonly Asked[] }).commands ?? []) : [];
  const main = parts.filter((part) => aboutOf(part.arguments).property_id !== '_position');
  const [first] = main;
  const isAlike = first && main.every((part) => part.command_type === first.command_type);
  return isAlike
    ? { type: first.command_type, args: first.arguments, count: main.length }
    : { type, args, count: 1 };
}

function aboutOf(args: unknown): KnownCommand['about'] {
  const told = Object.entries((args ?? {}) as Record<string, unknown>);
  return Object.fromEntries(
    told.filter(
      ([field, value]) => FIELDS.some((known) => known === field) && typeof value === 'string'
    )
  );
}
