import {
  Replica,
  type ClientOp,
  type Commit,
  type EventRecord,
  type Settings
} from '../../src/core';
import { predict } from '../../src/core/editing/prediction';
import { tryOut } from '../../src/core/editing/trial';
import { ANA, AT, commit, welcome, type MemoryServer, type ServerEnd } from './memory_sockets';

const SETTINGS: Settings = { title: 'Demo', structure: 'dag', strict_blueprints: false };

/**
 * A server that decides: it keeps a graph and its history, answers every command once, and tells
 * every client in the same order. It answers when it is told to `answer`.
 */
export class ModelServer {
  readonly graph = new Replica();
  readonly history: Commit[] = [];
  private readonly answered = new Map<string, string | undefined>();
  private readonly read = new WeakMap<ServerEnd, number>();
  private readonly told = new WeakMap<ServerEnd, number>();

  constructor(private readonly servers: readonly MemoryServer[]) {}

  /** Lets in whoever has connected, where they were. */
  welcome(server: MemoryServer): void {
    const { last } = server;
    const since = Number(last.query.get('since') ?? 0);
    this.told.set(last, since);
    const limits = { ...welcome().limits, max_batch_commands: 100 };
    last.say(welcome({ mode: 'replay', seq: this.history.length, limits }));
    this.tell(last);
  }

  /** Somebody else does something. */
  commit(...events: EventRecord[]): void {
    events.forEach((record) => this.graph.apply(record));
    this.keep(`other-${this.history.length}`, events);
  }

  /** Reads what has arrived, decides, tells everybody. */
  answer(): void {
    for (const { last } of this.servers) {
      for (const op of last.received.slice(this.read.get(last) ?? 0)) {
        this.take(last, op);
      }
      this.read.set(last, last.received.length);
    }
    this.servers.forEach(({ last }) => this.tell(last));
  }

  private take(end: ServerEnd, op: ClientOp): void {
    if (op.op !== 'execute') {
      return;
    }
    if (!this.answered.has(op.command_id)) {
      this.answered.set(op.command_id, this.refusal(op.command_id, op));
    }
    this.tell(end);
    const message = this.answered.get(op.command_id);
    const error = { code: 'refused', message: message ?? '', retry: false, details: {} };
    const reply = { type: 'reply', id: op.command_id } as const;
    end.say(message === undefined ? { ...reply, ok: true } : { ...reply, ok: false, error });
  }

  private refusal(
    commandId: string,
    op: { command_type: string; arguments: unknown }
  ): string | undefined {
    if (JSON.stringify(op.arguments).includes('forbidden')) {
      return 'this is forbidden';
    }
    const scope = { replica: this.graph, settings: SETTINGS };
    const draft = tryOut(this.graph, predict(op, commandId, scope), (event) =>
      this.graph.apply(event)
    );
    if (!draft) {
      return 'this cannot be';
    }
    const executed = { command_id: commandId, command_type: op.command_type, timestamp: AT };
    const timed = draft.events.map((record) => ({
      ...record,
      payload: { ...record.payload, timestamp: AT }
    })) as EventRecord[];
    this.keep(commandId, [...timed, { event: 'command:executed', payload: executed }]);
    return undefined;
  }

  private keep(commandId: string, events: EventRecord[]): void {
    const made = commit(this.history.length + 1, ...events);
    this.history.push({ ...made, command_id: commandId, actor: ANA });
  }

  private tell(end: ServerEnd): void {
    const from = this.told.get(end);
    const news = from === undefined ? [] : this.history.slice(from);
    if (end.isOpen && news.length > 0) {
      this.told.set(end, this.history.length);
      end.say(...news);
    }
  }
}

/** A graph as text: what two copies are compared by. */
export function written(graph: Replica): string {
  const nodes = [...graph.nodes.values()].map((node) => [
    node.nodeId,
    node.name,
    node.blueprintTypeId,
    [...node.properties].sort()
  ]);
  const links = [...graph.links()].map((link) => [
    link.parentId,
    link.childId,
    [...link.properties].sort()
  ]);
  const types = [...graph.blueprintTypes.keys()];
  return JSON.stringify([nodes.map(text).sort(), links.map(text).sort(), types.sort()]);
}

function text(value: unknown): string {
  return JSON.stringify(value);
}
