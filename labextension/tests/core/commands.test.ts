import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Editor, Session } from '../../src/core';
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

describe('order', () => {
  beforeEach(() => server.last.say(welcome()));

  it('is kept where the server asks to send some again: nothing overtakes them', () => {
    ask('one', 'two');
    server.last.refuse('storage-unavailable', 'later', { number: 0, retry: true });
    server.last.refuse('storage-unavailable', 'later', { number: 1, retry: true });
    ask('three');
    expect(sent()).toEqual(['one', 'two']);

    vi.advanceTimersByTime(1_000);

    expect(sent()).toEqual(['one', 'two', 'one', 'two', 'three']);
  });

  it('is not held against a command: one refused while an earlier one waits is asked again', () => {
    ask('one', 'two');
    server.last.refuse('storage-unavailable', 'later', { number: 0, retry: true });
    server.last.refuse('unknown-node', 'there is no one', { number: 1 });
    expect(session.connection.pendingCount).toBe(2);

    vi.advanceTimersByTime(1_000);

    expect(sent()).toEqual(['one', 'two', 'one', 'two']);
  });

  it('gives up after some attempts, and then lets the others go on', async () => {
    const answer = session.connection.execute('one', {});
    for (let attempt = 1; attempt <= 6; attempt += 1) {
      server.last.refuse('storage-unavailable', 'no disk', { retry: true });
      vi.advanceTimersByTime(15_000);
    }

    await expect(answer).rejects.toThrow('no disk');
    expect(session.connection.unsentCount).toBe(0);
  });

  it.each(['rate-limited', 'busy', 'outcome-unknown'])('never gives up for %s', (code) => {
    ask('one');
    for (let attempt = 1; attempt <= 20; attempt += 1) {
      server.last.refuse(code, 'later', { retry: true });
      vi.advanceTimersByTime(15_000);
    }

    expect(sent()).toHaveLength(21);
  });

  function sent(): string[] {
    return server.last.ops('execute').map(({ command_type }) => command_type);
  }
});

describe('the counts', () => {
  it('tell what is unanswered, and what of it is not on its way', () => {
    const told: [number, number][] = [];
    const { connection } = session;
    connection.pendingChanged.connect(() =>
      told.push([connection.pendingCount, connection.unsentCount])
    );
    ask('one');
    expect(told.at(-1)).toEqual([1, 1]);
    server.last.say(welcome());
    expect(told.at(-1)).toEqual([1, 0]);
    server.last.refuse('busy', 'later', { retry: true });
    expect(told.at(-1)).toEqual([1, 1]);
    vi.advanceTimersByTime(1_000);
    expect(told.at(-1)).toEqual([1, 0]);
    server.last.accept(1);
    expect(told.at(-1)).toEqual([0, 0]);
  });
});

describe('a command that no message can hold', () => {
  it('is refused here, since it would end the line again and again', async () => {
    server.last.say(welcome());
    const answer = session.connection.execute('create-node', { name: 'x'.repeat(100_000) });

    await expect(answer).rejects.toMatchObject({ problem: { code: 'too-large' } });
    expect(server.last.ops('execute')).toEqual([]);
    expect(session.store.replica.nodes.size).toBe(0);
  });

  it('is counted in bytes, not in letters', async () => {
    server.last.say(welcome());
    const answer = session.connection.execute('create-node', { name: '€'.repeat(40_000) });

    await expect(answer).rejects.toThrow('120');
  });
});

describe('a page that comes after another', () => {
  it('asks what was not answered, under its old ids and in order, and tells what is refused', async () => {
    ask('one', 'two');
    const { unanswered } = session.connection;
    const next = new Session({ sessionId: 'demo', open: server.open, unanswered });
    const refused: string[] = [];
    new Editor(next, ({ message, commandType }) => refused.push(`${commandType}: ${message}`));
    server.last.say(welcome());
    expect(server.last.ops('execute')).toEqual(unanswered);

    server.last.accept(1, 0);
    server.last.refuse('cycle', 'a circle', { number: 1 });
    await vi.advanceTimersByTimeAsync(0);

    expect(refused).toEqual(['two: a circle']);
    expect(next.connection.pendingCount).toBe(0);
    next.connection.close();
  });
});

function ask(...commandTypes: string[]): void {
  for (const commandType of commandTypes) {
    session.connection.execute(commandType, {}).catch(() => undefined);
  }
}
