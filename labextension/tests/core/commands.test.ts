import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Session } from '../../src/core';
import { MemoryServer, welcome } from './memory_sockets';

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

function comeBack(): void {
  vi.advanceTimersByTime(20_000);
}

describe('commands', () => {
  it('sends what was given before the welcome, after it', async () => {
    const answer = session.connection.execute('create-node', { name: 'A' });
    expect(server.last.received).toEqual([]);

    server.last.say(welcome());
    const [op] = server.last.ops('execute');
    server.last.say({ type: 'reply', id: op!.command_id, ok: true, seq: 1, result: {} });

    await expect(answer).resolves.toMatchObject({ seq: 1 });
    expect(session.connection.pendingCount).toBe(0);
  });

  it('sends what was not answered again under the same id, in order', () => {
    server.last.say(welcome());
    const first = server.last;
    void session.connection.execute('create-node', { name: 'A' }).catch(() => undefined);
    void session.connection.undo().catch(() => undefined);
    first.cut();
    comeBack();

    server.last.say(welcome());

    expect(server.last.received).toEqual(first.received);
    expect(server.last.received.map((op) => op.op)).toEqual(['execute', 'undo']);
  });

  it('fails with what the server said', async () => {
    server.last.say(welcome());
    const answer = session.connection.execute('link-node', {});
    const error = { code: 'cycle', message: 'that makes a cycle', retry: false, details: {} };
    const id = server.last.ops('execute')[0]!.command_id;
    server.last.say({ type: 'reply', id, ok: false, error });

    await expect(answer).rejects.toMatchObject({ message: 'that makes a cycle', problem: error });
  });

  it('sends again, later, what may succeed later', async () => {
    server.last.say(welcome());
    const answer = session.connection.execute('create-node', {});
    const id = server.last.ops('execute')[0]!.command_id;
    const details = { retry_after_ms: 400 };
    const error = { code: 'rate-limited', message: 'slower', retry: true, details };
    server.last.say({ type: 'reply', id, ok: false, error });
    vi.advanceTimersByTime(500);

    expect(server.last.ops('execute').map((op) => op.command_id)).toEqual([id, id]);
    server.last.say({ type: 'reply', id, ok: true });
    await expect(answer).resolves.toMatchObject({ ok: true });
  });

  it('fails what was not answered when the session ends', async () => {
    server.last.say(welcome());
    const answer = session.connection.execute('create-node', {});

    server.last.cut(4505, 'the session was ended');

    await expect(answer).rejects.toThrow('the session was ended');
    await expect(session.connection.execute('create-node', {})).rejects.toThrow('ended');
  });
});
