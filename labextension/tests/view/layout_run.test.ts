import { describe, expect, it } from 'vitest';
import type { LayoutAnswer, LayoutRequest } from '../../src/view/layout/layout_request';
import { serveLayouts, type LayoutPort } from '../../src/view/layout/layout_worker';
import {
  LayoutFailed,
  LayoutStopped,
  runLayout,
  workerUrl,
  type LayoutWorker
} from '../../src/view/layout/run_layout';
import { pairsOf, requestFor } from './layout_shapes';

/** A worker that lives on the same thread, and gets and gives copies as real ones do. */
class MemoryWorker implements LayoutWorker {
  onmessage: LayoutWorker['onmessage'] = null;
  onerror: LayoutWorker['onerror'] = null;
  isTerminated = false;
  private readonly port: LayoutPort = {
    onmessage: null,
    postMessage: (answer) => this.later(() => this.hear(structuredClone(answer)))
  };

  constructor() {
    serveLayouts(this.port);
  }

  postMessage(request: LayoutRequest): void {
    this.later(() => this.port.onmessage?.({ data: structuredClone(request) }));
  }

  terminate(): void {
    this.isTerminated = true;
  }

  private hear(answer: LayoutAnswer): void {
    this.onmessage?.(new MessageEvent('message', { data: answer }));
  }

  private later(act: () => void): void {
    queueMicrotask(() => !this.isTerminated && act());
  }
}

/** A worker that never gets to work. */
class SilentWorker implements LayoutWorker {
  onmessage: LayoutWorker['onmessage'] = null;
  onerror: LayoutWorker['onerror'] = null;
  isTerminated = false;

  constructor(private readonly asked: (worker: SilentWorker) => void) {}

  postMessage(): void {
    this.asked(this);
  }

  terminate(): void {
    this.isTerminated = true;
  }
}

function withoutWorkers(): never {
  throw new DOMException('workers are not allowed here', 'SecurityError');
}

const TREE = requestFor('tree', 20, pairsOf('tree', 20));

describe('a layout', () => {
  it('is the same from a worker and on the page', async () => {
    const worker = new MemoryWorker();
    const there = await runLayout(TREE, { makeWorker: () => worker });
    const here = await runLayout(TREE, { makeWorker: withoutWorkers });

    expect(there).toEqual(here);
    expect(worker.isTerminated).toBe(true);
  });

  it('is done on the page where the file of the worker cannot be loaded', async () => {
    const makeWorker = (): LayoutWorker =>
      new SilentWorker((worker) => worker.onerror?.(new ErrorEvent('error')));

    expect(await runLayout(TREE, { makeWorker })).toHaveLength(40);
  });

  it('tells how much is done', async () => {
    const told: number[] = [];
    await runLayout(requestFor('force', 600, pairsOf('tree', 600)), {
      makeWorker: withoutWorkers,
      progress: (done) => told.push(done)
    });

    expect(told.length).toBeGreaterThan(2);
    expect(told).toEqual([...told].sort((one, other) => one - other));
    expect(Math.max(...told)).toBeLessThanOrEqual(1);
  });

  it('stops at once, and ends its worker', async () => {
    const stopping = new AbortController();
    const worker = new SilentWorker(() => stopping.abort());
    const running = runLayout(TREE, { makeWorker: () => worker, signal: stopping.signal });

    await expect(running).rejects.toBeInstanceOf(LayoutStopped);
    await expect(running).rejects.toHaveProperty('name', 'AbortError');
    expect(worker.isTerminated).toBe(true);
  });

  it('stops on the page too, between two rounds', async () => {
    const stopping = new AbortController();
    const running = runLayout(requestFor('force', 600, pairsOf('tree', 600)), {
      makeWorker: withoutWorkers,
      signal: stopping.signal,
      progress: () => stopping.abort()
    });

    await expect(running).rejects.toBeInstanceOf(LayoutStopped);
  });

  it('does not begin where it was stopped before', async () => {
    const running = runLayout(TREE, { signal: AbortSignal.abort() });

    await expect(running).rejects.toBeInstanceOf(LayoutStopped);
  });

  it('says what went wrong in the worker', async () => {
    const broken = { ...TREE, algorithm: 'spiral' } as unknown as LayoutRequest;
    const running = runLayout(broken, { makeWorker: () => new MemoryWorker() });

    await expect(running).rejects.toBeInstanceOf(LayoutFailed);
  });

  it('is refused where it would hold the page, with what one can do', async () => {
    const running = runLayout(requestFor('tree', 6_000, []), { makeWorker: withoutWorkers });

    await expect(running).rejects.toThrow(/6000 nodes are too many .* select at most 5000/);
  });
});

it.each([
  ['https://host/user/ann/graphsync/static/graphsync.js'],
  ['https://host/user/ann/graphsync/static/graphsync.js?v=1'],
  ['https://host/user/ann/graphsync/static/chunks/chunk-ABC.js']
])('finds the worker beside the module: %s', (moduleUrl) => {
  expect(workerUrl(moduleUrl).href).toBe('https://host/user/ann/graphsync/static/layout_worker.js');
});
