import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SessionPool } from '../../src/core';
import { TokenKeeper } from '../../src/widget/token_keeper';
import { MemoryServer, welcome } from '../core/memory_sockets';

const BASE = 'http://host/user/ann/';
let server: MemoryServer;
let pool: SessionPool;
let storage: SmallStorage;
let shown: Window;

beforeEach(() => {
  vi.useFakeTimers();
  storage = new SmallStorage();
  server = new MemoryServer();
});

afterEach(() => {
  vi.useRealTimers();
});

/** A storage that takes a number of characters in all. */
class SmallStorage extends Map<string, string> {
  room = Infinity;

  get length(): number {
    return this.size;
  }

  key(index: number): string | null {
    return [...this.keys()][index] ?? null;
  }

  getItem(key: string): string | null {
    return this.get(key) ?? null;
  }

  setItem(key: string, text: string): void {
    if (text.length > this.room) {
      throw new DOMException('it is full', 'QuotaExceededError');
    }
    this.set(key, text);
  }

  removeItem(key: string): void {
    this.delete(key);
  }
}

/** Another page in the same tab. */
function page(): TokenKeeper {
  pool = new SessionPool();
  shown = new EventTarget() as Window;
  return new TokenKeeper(storage, pool, shown);
}

function join(keeper: TokenKeeper) {
  const kept = keeper.take(BASE, 'demo');
  return pool.acquire(BASE, { sessionId: 'demo', open: server.open, ...kept }).session;
}

function ask(session: ReturnType<typeof join>, name: string): void {
  session.connection.execute('create-node', { name }).catch(() => undefined);
}

function goes(): void {
  shown.dispatchEvent(new Event('pagehide'));
}

function isAskedBefore(): boolean {
  const event = new Event('beforeunload', { cancelable: true });
  shown.dispatchEvent(event);
  return event.defaultPrevented;
}

it('brings back who one is, and sends what was not answered under its old id', () => {
  const session = join(page());
  server.last.say(welcome({ client_token: 'token-7' }));
  ask(session, 'Lyon');
  const [op] = server.last.ops('execute');
  goes();

  join(page());
  expect(server.last.query.get('client_token')).toBe('token-7');
  server.last.say(welcome());
  expect(server.last.ops('execute')).toEqual([op]);
});

it('leaves nothing to a second page', () => {
  join(page());
  server.last.say(welcome());
  goes();
  page();

  expect(page().take(BASE, 'demo')).toEqual({});
});

it('keeps who one is where the edits are too many to be kept', () => {
  const session = join(page());
  server.last.say(welcome({ client_token: 'token-7' }));
  server.last.cut();
  for (let edit = 0; edit < 12; edit += 1) {
    ask(session, 'x'.repeat(90_000));
  }
  goes();

  expect(page().take(BASE, 'demo')).toEqual({ clientToken: 'token-7' });
});

it('keeps who one is where the storage is full', () => {
  const session = join(page());
  server.last.say(welcome({ client_token: 'token-7' }));
  ask(session, 'Lyon');
  storage.room = 60;
  goes();

  expect(page().take(BASE, 'demo')).toEqual({ clientToken: 'token-7' });
});

it('takes nothing from a text that it has not written', () => {
  storage.setItem(`graphsync:kept:${JSON.stringify([BASE, 'demo'])}`, 'nonsense');

  expect(page().take(BASE, 'demo')).toEqual({});
});

it('asks before one leaves with edits that no server has', () => {
  const session = join(page());
  server.last.say(welcome());
  expect(isAskedBefore()).toBe(false);
  ask(session, 'Lyon');
  expect(isAskedBefore()).toBe(false);

  server.last.cut();
  expect(isAskedBefore()).toBe(true);
});

it('gives nothing to a page that was left and is shown again as it was', () => {
  const keeper = page();
  const session = join(keeper);
  server.last.say(welcome());
  ask(session, 'Lyon');
  goes();
  shown.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));

  expect(keeper.take(BASE, 'demo')).toEqual({});
  expect(storage).toHaveLength(0);
});
