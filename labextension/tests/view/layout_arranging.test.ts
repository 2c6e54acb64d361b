import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Store, type EventRecord } from '../../src/core';
import type { Point } from '../../src/view/geometry';
import { Arranging, type ArrangingState } from '../../src/view/layout/arranging';
import { LayoutProgress } from '../../src/view/layout/layout_progress';
import { Placement } from '../../src/view/layout/placement';
import type { runLayout } from '../../src/view/layout/run_layout';
import { AT, commit, created, linked, welcome } from '../core/memory_sockets';

let store: Store;
let placement: Placement;
let moves: Map<string, Point>[];

beforeEach(() => {
  store = new Store();
  store.welcome(welcome());
  placement = new Placement(store.replica);
  moves = [];
  add(created('p'), created('a'), linked('p', 'a'), created('b'), linked('p', 'b'));
});

function add(...events: EventRecord[]): void {
  store.commit(commit(store.position.seq + 1, ...events));
  placement.load();
}

function set(nodeId: string, propertyId: string, value: unknown): EventRecord {
  const payload = { node_id: nodeId, property_id: propertyId, old_value: null, timestamp: AT };
  return { event: 'graph:property-changed', payload: { ...payload, new_value: value } };
}

function deleted(nodeId: string): EventRecord {
  return { event: 'graph:node-deleted', payload: { node_id: nodeId, timestamp: AT } };
}

function arranging(run?: typeof runLayout): Arranging {
  const move = (points: ReadonlyMap<string, Point>): number => moves.push(new Map(points));
  return new Arranging({ replica: store.replica, placement, move, ...(run ? { run } : {}) });
}

/** A layout that ends when it is told to: every node at ten times its row. */
function slow() {
  let end: () => void = () => undefined;
  let tell: (done: number) => void = () => undefined;
  const run: typeof runLayout = (request, { progress, signal } = {}) =>
    new Promise((resolve, reject) => {
      tell = (done) => progress?.(done);
      end = () => resolve(request.places.map((_, at) => 10 * (1 + Math.floor(at / 2))));
      signal?.addEventListener('abort', () => reject(new Error('stopped')));
    });
  return { run, end: () => end(), tell: (done: number) => tell(done) };
}

describe('arranging', () => {
  it('moves all nodes at once, to whole pixels', async () => {
    await arranging().start('tree');

    expect(moves).toHaveLength(1);
    expect([...moves[0]!.keys()].sort()).toEqual(['a', 'b', 'p']);
    expect([...moves[0]!.values()].flatMap(({ x, y }) => [x, y]).every(Number.isInteger)).toBe(
      true
    );
  });

  it('lays out only those that it is asked to', async () => {
    add(set('a', '_position', [5_000, 0]), set('p', '_position', [0, 0]));
    await arranging().start('circle', ['a', 'b', 'gone']);

    expect([...moves[0]!.keys()].sort()).toEqual(['a', 'b']);
  });

  it('leaves pinned nodes alone', async () => {
    add(set('a', '_position', [700, 300]), set('a', '_pinned', true));
    await arranging().start('tree');

    expect([...moves[0]!.keys()].sort()).toEqual(['b', 'p']);
  });

  it('sends nothing where all are in their places already', async () => {
    await arranging().start('tree');
    add(...[...moves[0]!].map(([nodeId, { x, y }]) => set(nodeId, '_position', [x, y])));
    await arranging().start('tree');

    expect(moves).toHaveLength(1);
  });

  it('leaves alone what was deleted, pinned or moved in the meantime', async () => {
    const { run, end } = slow();
    add(created('c'), created('d'));
    const done = arranging(run).start('force');
    add(deleted('d'), set('a', '_position', [1, 2]), set('b', '_pinned', true));
    end();
    await done;

    expect(moves).toEqual([
      new Map([
        ['c', { x: 30, y: 30 }],
        ['p', { x: 50, y: 50 }]
      ])
    ]);
  });

  it('tells what it does, and how much is done', async () => {
    const { run, end, tell } = slow();
    const subject = arranging(run);
    const states: ArrangingState[] = [];
    subject.changed.connect((state) => states.push(state));
    const done = subject.start('force');
    tell(0.5);
    end();
    await done;

    expect(states).toMatchObject([
      { kind: 'running', algorithm: 'force', progress: undefined },
      { kind: 'running', algorithm: 'force', progress: 0.5 },
      { kind: 'idle' }
    ]);
  });

  it('moves nothing after it was stopped', async () => {
    const { run, end } = slow();
    const subject = arranging(run);
    const done = subject.start('force');
    subject.stop();
    end();
    await done;

    expect(moves).toEqual([]);
    expect(subject.state).toEqual({ kind: 'idle' });
  });

  it('stops what was going on when another layout is asked for', async () => {
    const { run, end } = slow();
    const subject = arranging(run);
    const first = subject.start('force');
    const second = subject.start('circle', ['a']);
    end();
    await Promise.all([first, second]);

    expect(moves).toEqual([new Map([['a', { x: 10, y: 10 }]])]);
  });

  it('says why a layout failed', async () => {
    const subject = arranging(() => Promise.reject(new Error('too many nodes')));
    await subject.start('radial');

    expect(subject.state).toEqual({ kind: 'failed', message: 'too many nodes' });
  });

  it('is done at once where there is nothing', async () => {
    const subject = arranging();
    await subject.start('layered', []);

    expect(moves).toEqual([]);
    expect(subject.state).toEqual({ kind: 'idle' });
  });
});

describe('tidying only what is new', () => {
  it('puts new nodes beside their siblings, and moves no other', async () => {
    add(...['p', 'a', 'b'].map((nodeId, at) => set(nodeId, '_position', [at * 120, at && 90])));
    add(created('c'), created('d'), linked('p', 'c'), linked('c', 'd'));
    await arranging().start('new');

    expect(moves).toEqual([
      new Map([
        ['c', { x: 360, y: 90 }],
        ['d', { x: 360, y: 180 }]
      ])
    ]);
  });

  it('has nothing to do where every node has its place', async () => {
    add(...['p', 'a', 'b'].map((nodeId) => set(nodeId, '_position', [1, 2])));
    await arranging().start('new');

    expect(moves).toEqual([]);
  });
});

describe('the progress of a layout', () => {
  it('is shown after a second, and can be stopped there', async () => {
    vi.useFakeTimers();
    const { run, tell } = slow();
    const subject = arranging(run);
    const { root } = new LayoutProgress(subject);
    const done = subject.start('force');
    tell(0.4);
    const wasHidden = root.hidden;
    vi.advanceTimersByTime(1_000);

    expect(wasHidden).toBe(true);
    expect(root.hidden).toBe(false);
    expect(root.textContent).toContain('Arranging… 40 %');
    expect(root.querySelector('[role=progressbar]')!.getAttribute('aria-valuenow')).toBe('40');
    root.querySelector('button')!.click();
    await done;
    expect(root.hidden).toBe(true);
    vi.useRealTimers();
  });

  it('is not a number where a layout cannot tell', () => {
    vi.useFakeTimers();
    const subject = arranging(slow().run);
    const { root } = new LayoutProgress(subject);
    void subject.start('circle');
    vi.advanceTimersByTime(1_500);

    expect(root.textContent).toContain('Arranging…');
    expect(root.querySelector('[role=progressbar]')!.hasAttribute('aria-valuenow')).toBe(false);
    vi.useRealTimers();
  });
});
