import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Session } from '../../src/core';
import { MemoryServer, commit, created, snapshot, welcome } from './memory_sockets';

let server: MemoryServer;
let session: Session;

beforeEach(() => {
  vi.useFakeTimers();
  server = new MemoryServer();
  session = new Session({ sessionId: 'demo', open: server.open });
});

afterEach(() => {
  session.connection.close();
  vi.useRealTimers();
});

function nodeIds(): string[] {
  return [...session.store.replica.nodes.keys()];
}

function comeBack(): void {
  vi.advanceTimersByTime(20_000);
}

describe('histories', () => {
  it('forgets what it knew when the history is gone', () => {
    server.last.say(welcome({ seq: 1, mode: 'replay' }), commit(1, created('a')));

    server.last.say({ type: 'reset', epoch: 'e2', reason: 'loaded' });
    server.last.say(snapshot(1, ['new'], { epoch: 'e2' }), commit(2, created('more')));

    expect(nodeIds()).toEqual(['new', 'more']);
    expect(session.store.position).toEqual({ epoch: 'e2', seq: 2, digest: 'd2' });
  });

  it('does not resume a history after its reset', () => {
    server.last.say(welcome({ seq: 1, mode: 'replay' }), commit(1, created('a')));
    server.last.say({ type: 'reset', epoch: 'e2', reason: 'loaded' });
    server.last.cut();
    comeBack();

    expect(server.last.query.has('epoch')).toBe(false);
  });

  it('asks once for a fresh copy where a commit is missing', () => {
    server.last.say(welcome({ seq: 1, mode: 'replay' }), commit(1, created('a')));

    server.last.say(commit(3, created('c')), commit(4, created('d')));
    expect(server.last.ops('resync')).toHaveLength(1);
    expect(nodeIds()).toEqual(['a']);

    server.last.say(snapshot(4, ['a', 'b', 'c', 'd']), commit(5, created('e')));
    expect(nodeIds()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('asks for a fresh copy where a commit does not fit', () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    server.last.say(welcome());

    const payload = { node_id: 'nobody', timestamp: '' };
    server.last.say(commit(1, { event: 'graph:node-deleted', payload }));

    expect(server.last.ops('resync')).toHaveLength(1);
  });

  it('takes a commit once, however often it comes', () => {
    server.last.say(welcome(), commit(1, created('a')), commit(1, created('a')));

    expect(session.store.position.seq).toBe(1);
    expect(server.last.ops('resync')).toHaveLength(0);
  });
});
