import type {
  Actor,
  ClientOp,
  Commit,
  EventRecord,
  Execute,
  OpenTransport,
  ServerMessage,
  Snapshot,
  TransportListener,
  Welcome
} from '../../src/core';

/** The server's end of one socket. */
export class ServerEnd {
  readonly received: ClientOp[] = [];
  isOpen = true;

  constructor(
    readonly query: URLSearchParams,
    private readonly listener: TransportListener
  ) {}

  /** Sends one frame. */
  say(...messages: ServerMessage[]): void {
    this.listener.received(JSON.stringify(messages));
  }

  /** Answers the newest command, or the one of that number. */
  accept(seq: number, number = -1): void {
    this.say({ type: 'reply', id: this.command(number).command_id, ok: true, seq, result: {} });
  }

  refuse(code: string, message: string, { number = -1, retry = false, details = {} } = {}): void {
    const error = { code, message, retry, details };
    this.say({ type: 'reply', id: this.command(number).command_id, ok: false, error });
  }

  /** Returns the newest command that came, or the one of that number. */
  command(number = -1): Execute {
    return this.ops('execute').at(number)!;
  }

  cut(code = 1006, reason = ''): void {
    this.isOpen = false;
    this.listener.closed(code, reason);
  }

  ops<K extends ClientOp['op']>(op: K): Extract<ClientOp, { op: K }>[] {
    return this.received.filter((one): one is Extract<ClientOp, { op: K }> => one.op === op);
  }
}

/** A server that lives in memory: every attempt to connect becomes a `ServerEnd`. */
export class MemoryServer {
  readonly ends: ServerEnd[] = [];

  readonly open: OpenTransport = (query, listener) => {
    const end = new ServerEnd(query, listener);
    this.ends.push(end);
    return {
      send: (text) => end.received.push(JSON.parse(text) as ClientOp),
      close: () => {
        end.isOpen = false;
      }
    };
  };

  get last(): ServerEnd {
    return this.ends[this.ends.length - 1]!;
  }
}

export const ANA: Actor = {
  client_id: 'c-ana',
  username: 'ana',
  name: 'Ana',
  color: '#c0392b',
  origin: 'browser'
};

export const LIMITS = {
  heartbeat: 25,
  heartbeat_timeout: 10,
  presence_rate: 20,
  max_batch_commands: 50,
  max_message_bytes: 100_000
} as Welcome['limits'];

export function welcome(fields: Partial<Welcome> = {}): Welcome {
  return {
    type: 'welcome',
    session_id: 'demo',
    epoch: 'e1',
    seq: 0,
    digest: 'd0',
    client_id: 'c-me',
    client_token: 'token-1',
    mode: 'current',
    protocol: 1,
    server_version: '0.1.0',
    settings: { title: 'Demo', structure: 'dag', strict_blueprints: false, moments: [] },
    limits: LIMITS,
    clients: [],
    role: 'editor',
    ...fields
  };
}

export function created(nodeId: string, name = nodeId, parentId?: string): EventRecord {
  const payload = { node_id: nodeId, name, blueprint_type_id: 'city', timestamp: AT };
  const record = parentId === undefined ? payload : { ...payload, parent_id: parentId };
  return { event: 'graph:node-created', payload: record };
}

export function linked(parentId: string, childId: string): EventRecord {
  const payload = { parent_id: parentId, child_id: childId, timestamp: AT };
  return { event: 'graph:node-linked', payload };
}

export function renamed(nodeId: string, from: string, to: string): EventRecord {
  const payload = { node_id: nodeId, property_id: 'name', old_value: from, new_value: to };
  return { event: 'graph:property-changed', payload: { ...payload, timestamp: AT } };
}

export function deleted(nodeId: string): EventRecord {
  return { event: 'graph:node-deleted', payload: { node_id: nodeId, timestamp: AT } };
}

export const AT = '2026-11-22T12:00:00.000000Z';

export function commit(seq: number, ...events: EventRecord[]): Commit {
  return {
    type: 'commit',
    seq,
    digest: `d${seq}`,
    command_id: `k${seq}`,
    command_type: 'create-node',
    kind: 'do',
    actor: ANA,
    timestamp: AT,
    events
  };
}

/** The commit that a command makes. */
export function commitOf(command: Execute, seq: number, ...events: EventRecord[]): Commit {
  const { command_id, command_type } = command;
  return { ...commit(seq, ...events), command_id, command_type };
}

export function snapshot(
  seq: number,
  nodeIds: string[],
  { part = 1, parts = 1, epoch = 'e1', links = [] as [string, string][] } = {}
): Snapshot {
  return {
    type: 'snapshot',
    part,
    parts,
    epoch,
    seq,
    digest: `d${seq}`,
    nodes: {
      node_id: nodeIds,
      name: nodeIds,
      blueprint_type_id: nodeIds.map(() => 'city'),
      properties: nodeIds.map(() => ({}))
    },
    links: {
      parent_id: links.map(([parent]) => parent),
      child_id: links.map(([, child]) => child),
      properties: links.map(() => ({}))
    },
    blueprint_types: []
  };
}
