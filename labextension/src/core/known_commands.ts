import type { CommandOp } from './pending';
import type { EventRecord } from './protocol';

const FIELDS = ['node_id', 'parent_id', 'child_id', 'property_id', 'name'] as const;
const MOST = 2_000;

/** What a command was about, with the names that nodes had then. */
export interface KnownCommand {
  readonly type: string;
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
      const about = aboutOf(op.arguments);
      const ids = [about.node_id, about.parent_id, about.child_id].filter((id) => id !== undefined);
      const named = ids.flatMap((id) => {
        const name = nameOf(id);
        return name === undefined ? [] : [[id, name] as const];
      });
      this.keep(op.command_id, { type: op.command_type, about, names: new Map(named) });
    }
  }

  learn({ payload }: EventRecord): void {
    if ('command_type' in payload) {
      const { command_id, command_type: type } = payload;
      this.keep(command_id, this.byId.get(command_id) ?? { type, about: {}, names: new Map() });
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

function aboutOf(args: unknown): KnownCommand['about'] {
  const told = Object.entries((args ?? {}) as Record<string, unknown>);
  return Object.fromEntries(
    told.filter(
      ([field, value]) => FIELDS.some((known) => known === field) && typeof value === 'string'
    )
  );
}
