import { newId } from '../ids';
import type { Commit, Moment } from '../protocol';
import type { CommitFilter, NativeGraph, TimelineData } from './wire';

/** Makes a request below `graphsync/api/v1/`, with whatever logs in there. */
export type HistoryRequest = (path: string, init?: RequestInit) => Promise<Response>;

/** A page of the log; `next` is where to go on, where there is more. */
export interface CommitPage {
  readonly commits: readonly Commit[];
  readonly next: number | null;
}

/** The server said no, and why. */
export class HistoryRefused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string
  ) {
    super(message);
    this.name = 'HistoryRefused';
  }
}

/** What the server tells of a session's past, and what can be asked of it there. */
export class HistoryClient {
  constructor(
    private readonly request: HistoryRequest,
    readonly sessionId: string,
    /** Proves which client this is: what it restores it can undo. */
    private readonly clientToken: () => string | undefined = () => undefined
  ) {}

  timeline(buckets: number, filter: CommitFilter = {}): Promise<TimelineData> {
    return this.ask('timeline', asked(filter, { buckets }));
  }

  /** The graph as it was after a commit; 0 is the start. */
  graph(seq: number): Promise<NativeGraph> {
    return this.ask('graph', asked({}, { seq }));
  }

  /** Commits that follow `after`, oldest first. */
  commitsAfter(after: number, limit: number, filter: CommitFilter = {}): Promise<CommitPage> {
    return this.ask('commits', asked(filter, { after, limit }));
  }

  /** Commits that go before `before`, newest first. */
  commitsBefore(before: number, limit: number, filter: CommitFilter = {}): Promise<CommitPage> {
    return this.ask('commits', asked(filter, { before, limit }));
  }

  /** Names a moment; one that has a name gets another. */
  nameMoment(seq: number, name: string): Promise<Moment> {
    return this.ask('moments', undefined, { method: 'POST', body: { seq, name } });
  }

  async forgetMoment(seq: number): Promise<void> {
    await this.ask(`moments/${seq}`, undefined, { method: 'DELETE' });
  }

  /** Makes the graph, or some of its nodes, what they were: one command, which can be undone. */
  async restore(seq: number, nodeIds?: readonly string[]): Promise<void> {
    const body = { seq, command_id: newId(), ...(nodeIds && { node_ids: nodeIds }) };
    await this.ask('restore', undefined, { method: 'POST', body });
  }

  /** Begins another session with what this one was; returns its id. */
  async branch(seq: number, title: string): Promise<string> {
    const body = { title, from: { session_id: this.sessionId, seq } };
    const response = await this.answer('sessions', { method: 'POST', body });
    return ((await response.json()) as { session_id: string }).session_id;
  }

  private async ask<T>(path: string, query?: URLSearchParams, given: Given = {}): Promise<T> {
    const whole = `sessions/${encodeURIComponent(this.sessionId)}/${path}`;
    const response = await this.answer(query ? `${whole}?${query.toString()}` : whole, given);
    return (response.status === 204 ? undefined : await response.json()) as T;
  }

  private async answer(path: string, { method, body }: Given): Promise<Response> {
    const token = this.clientToken();
    const headers: Record<string, string> = {
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...(method && token && { 'X-Client-Token': token })
    };
    const init = {
      headers,
      ...(method && { method }),
      ...(body && { body: JSON.stringify(body) })
    };
    const response = await this.request(path, init);
    if (!response.ok) {
      throw await refusalOf(response);
    }
    return response;
  }
}

interface Given {
  readonly method?: string;
  readonly body?: object;
}

function asked({ user, nodeIds }: CommitFilter, numbers: Record<string, number>): URLSearchParams {
  const query = new URLSearchParams();
  Object.entries(numbers).forEach(([name, value]) => query.set(name, String(value)));
  if (user !== undefined) {
    query.set('user', user);
  }
  nodeIds?.forEach((nodeId) => query.append('node_id', nodeId));
  return query;
}

async function refusalOf(response: Response): Promise<HistoryRefused> {
  const body = (await response.json().catch(() => ({}))) as {
    error?: { code?: string; message?: string };
  };
  const { code = '', message = `the server answered ${response.status}` } = body.error ?? {};
  return new HistoryRefused(response.status, code, message);
}
