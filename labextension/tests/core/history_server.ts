import { Replica, type Actor, type Commit, type EventRecord } from '../../src/core';
import type { HistoryRequest, Moment } from '../../src/core';
import { asObject } from '../../src/core/editing/inverse';
import { ANA, commit } from './memory_sockets';

/** One request that came. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Record<string, unknown>;
  readonly token: string | null;
}

/** A server in memory that answers for the past of one session; it holds answers while it is told. */
export class HistoryServer {
  readonly commits: Commit[] = [];
  readonly asked: Asked[] = [];
  readonly moments: Moment[] = [];
  oldest = 0;
  /** Answers requests of this kind with an error. */
  broken: string | undefined;
  private held: (() => void)[] | undefined;

  readonly request: HistoryRequest = async (address, init = {}) => {
    const { pathname, searchParams: query } = new URL(address, 'http://server/');
    const path = pathname.replace(/^\/sessions\/demo\//, '').replace(/^\//, '');
    const body = JSON.parse((init.body as string | undefined) ?? '{}') as Asked['body'];
    const token = new Headers(init.headers).get('X-Client-Token');
    const asked = { method: init.method ?? 'GET', path, query, body, token };
    this.asked.push(asked);
    if (this.held) {
      await new Promise<void>((answer) => this.held!.push(answer));
    }
    if (this.broken === path) {
      const error = { code: 'not-found', message: 'that is gone; the oldest moment is 7' };
      return Response.json({ success: false, error }, { status: 404 });
    }
    return this.answer(asked);
  };

  /** Somebody did something; returns the number of the commit. */
  did(events: readonly EventRecord[], actor: Actor = ANA, timestamp?: string): number {
    const made = commit(this.commits.length + 1, ...events);
    this.commits.push({ ...made, actor, timestamp: timestamp ?? made.timestamp });
    return made.seq;
  }

  /** The graph as it was, made from the first commit on. */
  graphAt(seq: number): Replica {
    const replica = new Replica();
    for (const { events } of this.commits.slice(0, seq)) {
      events.forEach((event) => this.apply(replica, event));
    }
    return replica;
  }

  hold(): void {
    this.held = [];
  }

  /** Answers what is held, and from then on at once. */
  release(): void {
    const held = this.held ?? [];
    this.held = undefined;
    held.forEach((answer) => answer());
  }

  /** The requests of a kind. */
  of(path: string): Asked[] {
    return this.asked.filter((one) => one.path === path);
  }

  private apply(replica: Replica, record: EventRecord): void {
    if (record.event === 'project:loaded') {
      replica.clear();
      (record.payload.graph as { nodes: string[] }).nodes.forEach((node_id) =>
        replica.apply({
          event: 'graph:node-created',
          payload: { node_id, name: node_id, blueprint_type_id: 'city', timestamp: '' }
        })
      );
    } else {
      replica.apply(record);
    }
  }

  private answer({ method, path, query, body }: Asked): Response {
    switch (`${method} ${path}`) {
      case 'GET graph':
        return Response.json(native(this.graphAt(Number(query.get('seq'))), query.get('seq')));
      case 'GET commits':
        return Response.json(this.page(query));
      case 'GET timeline':
        return Response.json(this.timeline(query));
      case 'POST moments': {
        const moment = { seq: Number(body['seq']), name: String(body['name']) };
        this.moments.push(moment);
        return Response.json(moment, { status: 201 });
      }
      case 'POST restore':
        return Response.json({ success: true, result: { nodes: 1, links: 0 } });
      case 'POST sessions':
        return Response.json({ session_id: 'another' }, { status: 201 });
      default:
        return method === 'DELETE'
          ? new Response(null, { status: 204 })
          : Response.json({ error: { code: 'not-found', message: `no ${path}` } }, { status: 404 });
    }
  }

  private page(query: URLSearchParams) {
    const limit = Number(query.get('limit'));
    const before = query.get('before');
    const fitting = this.fitting(query);
    if (before !== null) {
      const commits = fitting.filter(({ seq }) => seq < Number(before)).slice(-limit);
      const isAll = commits.length < limit;
      return { commits: commits.reverse(), next: isAll ? null : commits.at(-1)!.seq };
    }
    const after = Number(query.get('after'));
    const commits = fitting.filter(({ seq }) => seq > after).slice(0, limit);
    const isAll = commits.length < limit || commits.at(-1)!.seq === this.commits.length;
    return { commits, next: isAll ? null : commits.at(-1)!.seq };
  }

  private fitting(query: URLSearchParams): Commit[] {
    const user = query.get('user');
    const nodeIds = query.getAll('node_id');
    return this.commits.filter(({ actor, events }) => {
      const about = (record: EventRecord): boolean =>
        Object.entries(record.payload).some(
          ([field, value]) => field.endsWith('_id') && nodeIds.includes(value as string)
        );
      return (
        (user === null || actor.username === user) && (nodeIds.length === 0 || events.some(about))
      );
    });
  }

  private timeline(query: URLSearchParams) {
    const fitting = new Set(this.fitting(query).map(({ seq }) => seq));
    const size = Math.max(1, Math.ceil(this.commits.length / Number(query.get('buckets'))));
    const buckets = [];
    for (let from = 0; from < this.commits.length; from += size) {
      const some = this.commits.slice(from, from + size);
      const meant = some.filter(({ seq }) => fitting.has(seq));
      buckets.push({
        from_seq: some[0]!.seq,
        to_seq: some.at(-1)!.seq,
        from: some[0]!.timestamp,
        to: some.at(-1)!.timestamp,
        commits: meant.length,
        users: countsOf(meant)
      });
    }
    const people = Object.entries(countsOf(this.commits)).map(([user, commits]) => {
      const { name, color } = this.commits.find(({ actor }) => actor.username === user)!.actor;
      return { user, name, color, commits };
    });
    return {
      seq: this.commits.length,
      epoch: 'e1',
      started: this.commits[0]?.timestamp ?? null,
      ended: this.commits.at(-1)?.timestamp ?? null,
      commits: fitting.size,
      buckets,
      people,
      moments: this.moments,
      oldest_seq: this.oldest,
      epochs: [{ epoch: 'e1', from_seq: 1 }]
    };
  }
}

function countsOf(commits: readonly Commit[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { actor } of commits) {
    counts[actor.username] = (counts[actor.username] ?? 0) + 1;
  }
  return counts;
}

function native(replica: Replica, seq: string | null) {
  return {
    structure: 'dag',
    nodes: [...replica.nodes.values()].map((node) => ({
      node_id: node.nodeId,
      name: node.name,
      blueprint_type_id: node.blueprintTypeId,
      properties: asObject(node.properties)
    })),
    links: [...replica.links()].map(({ parentId, childId, properties }) => ({
      parent_id: parentId,
      child_id: childId,
      properties: asObject(properties)
    })),
    blueprint_types: [...replica.blueprintTypes.values()],
    epoch: 'e1',
    seq: Number(seq),
    digest: `d${seq}`
  };
}
