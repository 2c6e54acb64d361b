import {
  Replica,
  type ClientOp,
  type Commit,
  type CommandOp,
  type EventRecord,
  type GraphEvent,
  type Problem,
  type ServerMessage,
  type Settings,
  type Snapshot
} from '../../src/core';
import { fitting } from '../../src/core/editing/fitting';
import { asObject } from '../../src/core/editing/inverse';
import { predict } from '../../src/core/editing/prediction';
import { tryOut, type Trial } from '../../src/core/editing/trial';
import { ANA, AT, commit, welcome, type MemoryServer, type ServerEnd } from './memory_sockets';

const SETTINGS: Settings = {
  title: 'Demo',
  structure: 'dag',
  strict_blueprints: false,
  moments: []
};

/** What one client can take back, and do again: events, the newest step last. */
interface Steps {
  readonly undo: (readonly GraphEvent[])[];
  readonly redo: (readonly GraphEvent[])[];
}

/** One line of a client: what was read of it, and what is still to be said on it. */
interface Line {
  read: number;
  told: number;
  readonly waiting: ServerMessage[];
}

/**
 * A server that decides: it keeps a graph and its history, answers every command once, and tells
 * every client in the same order. It reads and says nothing by itself.
 */
export class ModelServer {
  readonly graph = new Replica();
  readonly history: Commit[] = [];
  /** Whether the next command is put off. */
  isBusy = (): boolean => false;
  private readonly outcomes = new Map<string, Problem | number>();
  private readonly lines = new WeakMap<ServerEnd, Line>();
  private readonly steps = new Map<MemoryServer, Steps>();

  constructor(private readonly servers: readonly MemoryServer[]) {}

  /** Lets in whoever has connected, where they were or with a copy of the graph. */
  welcome(server: MemoryServer, mode: 'replay' | 'snapshot' = 'replay'): void {
    const { last } = server;
    const seq = this.history.length;
    const told = mode === 'snapshot' ? seq : Number(last.query.get('since') ?? 0);
    const line = { read: 0, told, waiting: [] as ServerMessage[] };
    this.lines.set(last, line);
    const limits = { ...welcome().limits, max_batch_commands: 100 };
    line.waiting.push(welcome({ mode, seq, limits }));
    if (mode === 'snapshot') {
      line.waiting.push(copyOf(this.graph, seq));
    }
    this.tell(last);
    this.deliver(server);
  }

  /** Somebody else does something. */
  commit(...events: EventRecord[]): void {
    events.forEach((record) => this.graph.apply(record));
    this.keep(`other-${this.history.length}`, 'do', events);
  }

  /** Reads what has arrived, decides, tells everybody. */
  answer(): void {
    this.servers.forEach((server) => this.read(server));
    this.servers.forEach((server) => this.deliver(server));
  }

  /** Reads some of what a client has sent, and decides. */
  read(server: MemoryServer, count = Infinity): void {
    const line = this.lines.get(server.last);
    const ops = line ? server.last.received.slice(line.read, line.read + count) : [];
    for (const op of ops) {
      line!.read += 1;
      this.take(server, op);
    }
    this.servers.forEach(({ last }) => this.tell(last));
  }

  /** Says some of what waits for a client, in one frame. */
  deliver(server: MemoryServer, count = Infinity): void {
    const line = this.lines.get(server.last);
    const frame = line?.waiting.splice(0, Math.min(count, line.waiting.length)) ?? [];
    if (server.last.isOpen && frame.length > 0) {
      server.last.say(...frame);
    }
  }

  private take(server: MemoryServer, op: ClientOp): void {
    if (op.op !== 'execute' && op.op !== 'undo' && op.op !== 'redo') {
      return;
    }
    const command = op as CommandOp;
    const id = command.command_id;
    const outcome = this.outcomes.get(id) ?? (this.isBusy() ? BUSY : this.decide(server, command));
    if (typeof outcome === 'number') {
      this.outcomes.set(id, outcome);
    }
    this.tell(server.last);
    const reply = { type: 'reply', id } as const;
    this.lines
      .get(server.last)!
      .waiting.push(
        typeof outcome === 'number'
          ? { ...reply, ok: true, seq: outcome }
          : { ...reply, ok: false, error: outcome }
      );
  }

  private decide(server: MemoryServer, op: CommandOp): Problem | number {
    const steps = this.stepsOf(server);
    const trial =
      op.op === 'execute' ? this.execute(op, op.command_id) : this.reverse(steps, op.op);
    if ('code' in trial) {
      return trial;
    }
    const goal = op.op === 'undo' ? steps.redo : steps.undo;
    goal.push(trial.inverse);
    if (op.op === 'execute') {
      steps.redo.length = 0;
    }
    const events = trial.events.map(timed);
    return this.keep(op.command_id, op.op === 'execute' ? 'do' : op.op, events);
  }

  private execute(op: { command_type: string; arguments: unknown }, id: string): Trial | Problem {
    if (JSON.stringify(op.arguments).includes('forbidden')) {
      return refused('this is forbidden');
    }
    const scope = { replica: this.graph, settings: SETTINGS };
    return this.tried(predict(op, id, scope)) ?? refused('this cannot be');
  }

  private reverse(steps: Steps, direction: 'undo' | 'redo'): Trial | Problem {
    const events = steps[direction].pop();
    const trial = events && this.tried(fitting(events, this.graph));
    if (events && !trial) {
      steps[direction].push(events);
    }
    return trial ?? refused(`nothing is left to ${direction}`);
  }

  private tried(events: Iterable<GraphEvent>): Trial | undefined {
    return tryOut(this.graph, events, (event) => this.graph.apply(event));
  }

  private stepsOf(server: MemoryServer): Steps {
    const steps = this.steps.get(server) ?? { undo: [], redo: [] };
    this.steps.set(server, steps);
    return steps;
  }

  private keep(commandId: string, kind: Commit['kind'], events: EventRecord[]): number {
    const fact = { command_id: commandId, command_type: kind, timestamp: AT };
    const made = commit(
      this.history.length + 1,
      ...events,
      ...(kind === 'do' ? [{ event: 'command:executed', payload: fact } as const] : [])
    );
    this.history.push({ ...made, command_id: commandId, kind, actor: ANA });
    return this.history.length;
  }

  private tell(end: ServerEnd): void {
    const line = this.lines.get(end);
    if (line) {
      line.waiting.push(...this.history.slice(line.told));
      line.told = this.history.length;
    }
  }
}

const BUSY: Problem = { code: 'busy', message: 'later', retry: true, details: {} };

function refused(message: string): Problem {
  return { code: 'refused', message, retry: false, details: {} };
}

function timed(record: GraphEvent): GraphEvent {
  return { ...record, payload: { ...record.payload, timestamp: AT } } as GraphEvent;
}

function copyOf(graph: Replica, seq: number): Snapshot {
  const [nodes, links] = [[...graph.nodes.values()], [...graph.links()]];
  return {
    type: 'snapshot',
    part: 1,
    parts: 1,
    epoch: 'e1',
    seq,
    digest: `d${seq}`,
    nodes: {
      node_id: nodes.map(({ nodeId }) => nodeId),
      name: nodes.map(({ name }) => name),
      blueprint_type_id: nodes.map(({ blueprintTypeId }) => blueprintTypeId),
      properties: nodes.map(({ properties }) => asObject(properties))
    },
    links: {
      parent_id: links.map(({ parentId }) => parentId),
      child_id: links.map(({ childId }) => childId),
      properties: links.map(({ properties }) => asObject(properties))
    },
    blueprint_types: [...graph.blueprintTypes.values()]
  };
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
  return JSON.stringify([
    nodes.map(text).sort(),
    links.map(text).sort(),
    types.sort(),
    graph.linkCount
  ]);
}

function text(value: unknown): string {
  return JSON.stringify(value);
}
