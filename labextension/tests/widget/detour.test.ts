import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { OpenTransport, TransportListener } from '../../src/core';
import { withDetour } from '../../src/widget/detour';

/** A way whose ends the test holds. */
class Way {
  readonly listeners: TransportListener[] = [];
  readonly closed = vi.fn<() => void>();
  readonly sent: string[] = [];

  constructor(readonly via?: string) {}

  readonly open: OpenTransport = (_query, listener) => {
    this.listeners.push(listener);
    return { via: this.via, send: (text) => this.sent.push(text), close: this.closed };
  };

  get last(): TransportListener {
    return this.listeners[this.listeners.length - 1]!;
  }
}

let [straight, detour] = [new Way(), new Way()];
const listener = {
  opened: vi.fn<() => void>(),
  received: vi.fn<(text: string) => void>(),
  closed: vi.fn<(code: number, reason: string) => void>()
};

beforeEach(() => {
  vi.useFakeTimers();
  [straight, detour] = [new Way(), new Way('through the kernel')];
  Object.values(listener).forEach((told) => told.mockClear());
});

afterEach(() => {
  vi.useRealTimers();
});

function open(way = withDetour(straight.open, detour.open)) {
  return way(new URLSearchParams(), listener);
}

test('the straight way is taken where it opens', () => {
  const transport = open();

  straight.last.opened();
  vi.advanceTimersByTime(10_000);
  transport.send('a');

  expect(straight.sent).toEqual(['a']);
  expect(transport.via).toBeUndefined();
  expect(detour.listeners).toHaveLength(0);
});

test('the detour is taken after three seconds without an opening', () => {
  const transport = open();

  vi.advanceTimersByTime(2_999);
  expect(detour.listeners).toHaveLength(0);
  vi.advanceTimersByTime(1);
  transport.send('a');

  expect(straight.closed).toHaveBeenCalledOnce();
  expect(detour.sent).toEqual(['a']);
  expect(transport.via).toBe('through the kernel');
});

test('the detour is taken at once where the straight way is refused', () => {
  open();

  straight.last.closed(1006, '');

  expect(detour.listeners).toHaveLength(1);
  expect(listener.closed).not.toHaveBeenCalled();
});

test('what was given up is heard no more', () => {
  open();
  vi.advanceTimersByTime(3_000);

  straight.last.opened();
  straight.last.received('late');
  straight.last.closed(1000, '');

  expect(listener.opened).not.toHaveBeenCalled();
  expect(listener.received).not.toHaveBeenCalled();
  expect(listener.closed).not.toHaveBeenCalled();
});

test('a straight way that was open once is the only one: then it is the server that is away', () => {
  const way = withDetour(straight.open, detour.open);
  open(way);
  straight.last.opened();
  straight.last.closed(1001, 'stopping');
  expect(listener.closed).toHaveBeenCalledWith(1001, 'stopping');

  open(way);
  straight.last.closed(1006, '');

  expect(detour.listeners).toHaveLength(0);
});

test('who closes before anything is open starts no detour', () => {
  const transport = open();

  transport.close();
  vi.advanceTimersByTime(10_000);

  expect(detour.listeners).toHaveLength(0);
});
