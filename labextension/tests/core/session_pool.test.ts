import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SessionPool } from '../../src/core';
import { MemoryServer, welcome } from './memory_sockets';

const BASE = 'http://host/user/ann/';
let server: MemoryServer;
let pool: SessionPool;

beforeEach(() => {
  vi.useFakeTimers();
  server = new MemoryServer();
  pool = new SessionPool();
});

afterEach(() => {
  vi.useRealTimers();
});

function acquire(sessionId = 'demo', baseUrl = BASE) {
  return pool.acquire(baseUrl, { sessionId, open: server.open });
}

it('gives everybody on a page the same session', () => {
  expect(acquire().session).toBe(acquire().session);
  expect(server.ends).toHaveLength(1);
});

it('keeps sessions, and servers, apart', () => {
  acquire('demo');
  acquire('other');
  acquire('demo', 'http://elsewhere/');

  expect(server.ends).toHaveLength(3);
});

it('hangs up a while after the last has let go, and once only', () => {
  const one = acquire();
  const other = acquire();
  server.last.say(welcome());

  one.release();
  one.release();
  vi.advanceTimersByTime(60_000);
  expect(pool.shared()).toHaveLength(1);

  other.release();
  vi.advanceTimersByTime(5_000);
  expect(server.ends[0]!.isOpen).toBe(false);
  expect(pool.shared()).toHaveLength(0);
});

it('keeps a session that nobody looks at until its edits are answered', () => {
  const lease = acquire();
  server.last.cut();
  lease.session.connection.execute('create-node', {}).catch(() => undefined);
  lease.release();
  vi.advanceTimersByTime(60_000);
  expect(pool.shared()).toHaveLength(1);

  server.last.say(welcome());
  server.last.accept(1);
  vi.advanceTimersByTime(5_000);

  expect(pool.shared()).toHaveLength(0);
});

it('keeps the line while a cell is run again', () => {
  acquire().release();
  vi.advanceTimersByTime(1_000);
  acquire();
  vi.advanceTimersByTime(60_000);

  expect(pool.shared()).toHaveLength(1);
});

it('opens an ended session anew', () => {
  acquire();
  server.last.cut(4510, 'taken over');

  const again = acquire();

  expect(server.ends).toHaveLength(2);
  expect(again.session.connection.state.kind).toBe('connecting');
});
