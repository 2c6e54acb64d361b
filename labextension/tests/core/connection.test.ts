import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Editor, Session } from '../../src/core';
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

describe('joining', () => {
  it('asks for the session alone the first time', () => {
    expect(server.last.query.toString()).toBe('session_id=demo');
  });

  it('is live at once where there is nothing to catch up with', () => {
    server.last.say(welcome({ seq: 0, mode: 'replay' }));

    expect(session.connection.state.kind).toBe('live');
    expect(session.store.isLoaded).toBe(true);
  });

  it('is live only when the head that the welcome named is reached', () => {
    server.last.say(welcome({ seq: 2, mode: 'replay' }), commit(1, created('a')));
    expect(session.connection.state.kind).toBe('connecting');

    server.last.say(commit(2, created('b')));

    expect(session.connection.state.kind).toBe('live');
    expect(nodeIds()).toEqual(['a', 'b']);
  });

  it('takes a snapshot in parts, and shows nothing before the last', () => {
    server.last.say(welcome({ seq: 9, mode: 'snapshot' }));
    server.last.say(snapshot(9, ['a', 'b'], { part: 1, parts: 2 }));
    expect(nodeIds()).toEqual([]);

    server.last.say(snapshot(9, ['c'], { part: 2, parts: 2, links: [['a', 'c']] }));

    expect(nodeIds()).toEqual(['a', 'b', 'c']);
    expect(session.store.replica.linkCount).toBe(1);
    expect(session.store.position).toEqual({ epoch: 'e1', seq: 9, digest: 'd9' });
  });

  it('begins a snapshot anew after it was cut off in the middle', () => {
    server.last.say(welcome({ seq: 9, mode: 'snapshot' }));
    server.last.say(snapshot(9, ['a'], { part: 1, parts: 2 }));
    server.last.cut();
    comeBack();

    expect(server.last.query.has('since')).toBe(false);
    server.last.say(welcome({ seq: 10, mode: 'snapshot' }), snapshot(10, ['z']));
    expect(nodeIds()).toEqual(['z']);
  });
});

describe('coming back', () => {
  it('resumes at its position, as the client that it was', () => {
    server.last.say(welcome({ seq: 1, mode: 'replay' }), commit(1, created('a')));
    server.last.cut();
    comeBack();

    const told = Object.fromEntries(server.last.query);
    expect(told).toEqual({
      session_id: 'demo',
      epoch: 'e1',
      since: '1',
      digest: 'd1',
      client_token: 'token-1'
    });
    server.last.say(welcome({ seq: 2, mode: 'replay' }), commit(2, created('b')));
    expect(nodeIds()).toEqual(['a', 'b']);
    expect(session.connection.state.kind).toBe('live');
  });

  it('tries for ever', () => {
    for (let attempt = 1; attempt <= 50; attempt += 1) {
      server.last.cut();
      comeBack();
    }

    expect(server.ends).toHaveLength(51);
    expect(session.connection.state.kind).toBe('reconnecting');
  });

  it('tries at once when the network is back', () => {
    server.last.cut();
    server.last.cut();

    session.connection.wake();

    expect(server.ends).toHaveLength(2);
  });

  it('waits as long as a goodbye asks for', () => {
    server.last.say({ type: 'bye', code: 4407, reason: 'full', retry_after_ms: 90_000 });
    server.last.cut(4407);

    vi.advanceTimersByTime(89_000);
    expect(server.ends).toHaveLength(1);
    vi.advanceTimersByTime(2_000);
    expect(server.ends).toHaveLength(2);
  });

  it.each([4500, 4501, 4503, 4505, 4506, 4510])('does not come back after %i', (code) => {
    server.last.cut(code, 'over');
    comeBack();

    expect(server.ends).toHaveLength(1);
    expect(session.connection.state).toEqual({ kind: 'ended', code, reason: 'over' });
  });

  it.each([1000, 1001, 1006, 1009, 4000, 4008, 4009, 4010, 4013, 4014, 4407])(
    'comes back after %i',
    (code) => {
      server.last.cut(code);
      comeBack();

      expect(server.ends).toHaveLength(2);
    }
  );

  it('hears nothing more from a line that it gave up', () => {
    const first = server.last;
    first.say(welcome());
    vi.advanceTimersByTime(36_000);
    vi.advanceTimersByTime(1_000);
    expect(server.ends.length).toBeGreaterThan(1);

    first.say(commit(1, created('ghost')));

    expect(nodeIds()).toEqual([]);
  });

  it('pings after a silence, and stays when an answer comes', () => {
    server.last.say(welcome());
    vi.advanceTimersByTime(26_000);
    expect(server.last.ops('ping')).toHaveLength(1);

    server.last.say({ type: 'pong', id: 'heartbeat' });
    vi.advanceTimersByTime(11_000);

    expect(server.ends).toHaveLength(1);
  });
});

describe('a line that is up, but late', () => {
  it('is behind after a second, and live when the head is reached', () => {
    server.last.say(welcome({ seq: 2, mode: 'replay' }), commit(1, created('a')));
    vi.advanceTimersByTime(900);
    expect(session.connection.state.kind).toBe('connecting');

    vi.advanceTimersByTime(200);
    expect(session.connection.state.kind).toBe('behind');

    server.last.say(commit(2, created('b')));
    expect(session.connection.state.kind).toBe('live');
  });

  it('is behind while a fresh copy is waited for', () => {
    server.last.say(welcome(), commit(2, created('b')));
    vi.advanceTimersByTime(1_100);
    expect(session.connection.state.kind).toBe('behind');

    server.last.say(snapshot(2, ['a', 'b']));
    expect(session.connection.state.kind).toBe('live');
  });

  it('is not behind where a cut came first', () => {
    server.last.say(welcome({ seq: 2, mode: 'replay' }));
    server.last.cut();
    vi.advanceTimersByTime(100);

    expect(session.connection.state.kind).toBe('reconnecting');
  });

  it('is looked at sooner when a command is not answered', () => {
    server.last.say(welcome());
    session.connection.undo().catch(() => undefined);
    vi.advanceTimersByTime(5_100);
    expect(server.last.ops('ping')).toHaveLength(1);

    session.connection.undo().catch(() => undefined);
    vi.advanceTimersByTime(10_100);
    expect(session.connection.state.kind).toBe('reconnecting');
  });
});

describe('oneself', () => {
  it('is known also while the line is down', () => {
    server.last.say(welcome({ client_id: 'c-7' }));
    server.last.cut();

    expect(session.connection.clientId).toBe('c-7');
  });

  it('may be a reader, or become an editor', () => {
    const roles: string[] = [];
    session.store.roleChanged.connect((role) => roles.push(role));
    server.last.say(welcome({ role: 'reader' }));
    expect(new Editor(session).canWrite).toBe(false);
    server.last.cut();
    comeBack();
    server.last.say(welcome({ role: 'editor' }));

    expect(new Editor(session).canWrite).toBe(true);
    expect(roles).toEqual(['editor']);
  });
});

describe('presence', () => {
  it('tells name and colour again after a reconnect', () => {
    server.last.say(welcome());
    session.connection.present({ name: 'Ana', color: 'teal', dragging: { a: [1, 2] } });
    vi.advanceTimersByTime(60);
    server.last.cut();
    comeBack();
    server.last.say(welcome());
    vi.advanceTimersByTime(60);

    expect(server.last.ops('presence')).toEqual([{ op: 'presence', name: 'Ana', color: 'teal' }]);
  });

  it('names no more nodes than the server takes', () => {
    server.last.say(welcome());
    const selection = Array.from({ length: 10_500 }, (_, index) => `n${index}`);
    const dragging = Object.fromEntries(selection.map((nodeId) => [nodeId, [0, 0]]));
    session.connection.present({ selection, dragging });
    vi.advanceTimersByTime(60);

    const [told] = server.last.ops('presence');
    expect(told!.selection).toHaveLength(10_000);
    expect(Object.keys(told!.dragging!)).toHaveLength(10_000);
  });

  it('joins what changes between two messages', () => {
    server.last.say(welcome());
    session.connection.present({ selection: ['a'] });
    session.connection.present({ pointer: [1, 2] });
    session.connection.present({ pointer: [3, 4] });
    vi.advanceTimersByTime(60);

    expect(server.last.ops('presence')).toEqual([
      { op: 'presence', selection: ['a'], pointer: [3, 4] }
    ]);
  });

  it('tells a selection again after a reconnect, but no pointer of the past', () => {
    server.last.say(welcome());
    session.connection.present({ selection: ['a'], pointer: [1, 2] });
    vi.advanceTimersByTime(60);
    server.last.cut();
    comeBack();
    server.last.say(welcome());
    vi.advanceTimersByTime(60);

    expect(server.last.ops('presence')).toEqual([{ op: 'presence', selection: ['a'] }]);
  });
});

it('says why a socket never opened, as far as the server tells', async () => {
  const explained = new MemoryServer();
  const explain = (): Promise<string> => Promise.resolve("there is no session 'demo'");
  const other = new Session({ sessionId: 'demo', open: explained.open, explain });
  explained.last.cut();
  await vi.advanceTimersByTimeAsync(0);

  expect(other.connection.state).toMatchObject({ reason: "there is no session 'demo'" });
  other.connection.close();
});
