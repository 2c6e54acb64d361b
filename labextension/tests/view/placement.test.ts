import { beforeEach, expect, it } from 'vitest';
import { Store, type EventRecord } from '../../src/core';
import { Placement } from '../../src/view/layout/placement';
import { AT, commit, created, linked, welcome } from '../core/memory_sockets';
import { unlinked } from './graph_on_paper';

let store: Store;
let placement: Placement;

beforeEach(() => {
  store = new Store();
  store.welcome(welcome());
  placement = new Placement(store.replica);
});

function add(...events: EventRecord[]): void {
  store.commit(commit(store.position.seq + 1, ...events));
}

function at(nodeId: string, position: unknown): EventRecord {
  const payload = { node_id: nodeId, property_id: '_position', old_value: null, timestamp: AT };
  return { event: 'graph:property-changed', payload: { ...payload, new_value: position } };
}

it('keeps the place that everybody shares', () => {
  add(created('a'), created('b'), at('a', [10, -20]));
  placement.load();

  expect(placement.of('a')).toEqual({ x: 10, y: -20 });
});

it.each([['nonsense'], [[1]], [[1, '2']], [null]])('takes %j for no place', (position) => {
  add(created('a'), at('a', position));
  placement.load();

  expect(placement.of('a')).toEqual({ x: 0, y: 0 });
});

it('puts a new node beside its last sibling, and moves no other', () => {
  add(created('p'), created('a'), linked('p', 'a'), created('b'), linked('p', 'b'));
  placement.load();
  const before = ['p', 'a', 'b'].map((nodeId) => placement.of(nodeId));

  add(created('c'), linked('p', 'c'));
  placement.update(['c', 'p']);

  const last = placement.of('b').x > placement.of('a').x ? placement.of('b') : placement.of('a');
  expect(placement.of('c')).toEqual({ x: last.x + 120, y: last.y });
  expect(['p', 'a', 'b'].map((nodeId) => placement.of(nodeId))).toEqual(before);
});

it('finds another slot where one is taken', () => {
  add(created('p'), created('a'), linked('p', 'a'), at('p', [0, 0]), at('a', [0, 90]));
  add(created('other'), at('other', [120, 90]), created('c'), linked('p', 'c'));
  placement.load();

  expect(placement.of('c')).toEqual({ x: 240, y: 90 });
});

it('puts single nodes in rows, none on another', () => {
  placement.load();
  for (let index = 0; index < 11; index += 1) {
    add(created(`n${index}`));
    placement.update([`n${index}`]);
  }

  const places = new Set([...placement.all()].map(({ x, y }) => `${x}:${y}`));
  expect(places.size).toBe(11);
  expect(new Set([...placement.all()].map(({ y }) => y)).size).toBe(2);
});

it('lays a flood out as a whole, and its last ones when it is over', () => {
  placement.load();
  for (let index = 1; index <= 30; index += 1) {
    add(created(`n${index}`), ...(index > 1 ? [linked(`n${index >> 1}`, `n${index}`)] : []));
    placement.update([`n${index}`]);
  }

  expect(placement.settle()).toBe(true);
  expect(placement.of('n2').y).toBe(placement.of('n3').y);
  expect(placement.of('n16').y).toBe(placement.of('n30').y);
  expect(placement.settle()).toBe(false);
});

it('forgets the place of a node that is gone', () => {
  add(created('a'));
  placement.load();
  add({ event: 'graph:node-deleted', payload: { node_id: 'a', timestamp: AT } });
  placement.update(['a']);

  expect([...placement.all()]).toEqual([]);
});

it('puts newcomers beside their relations when all is placed anew, not below the picture', () => {
  add(created('p'), created('a'), linked('p', 'a'), at('p', [0, 0]), at('a', [0, 90]));
  add(...Array.from({ length: 20 }, (_, index) => created(`old${index}`)));
  add(...Array.from({ length: 20 }, (_, index) => at(`old${index}`, [index * 120, 1_000])));
  add(...['b', 'c', 'd'].flatMap((nodeId) => [created(nodeId), linked('p', nodeId)]));
  add(...Array.from({ length: 12 }, (_, i) => [created(`e${i}`), linked('d', `e${i}`)]).flat());
  placement.load();

  expect(['b', 'c', 'd'].map((nodeId) => placement.of(nodeId))).toEqual([
    { x: 120, y: 90 },
    { x: 240, y: 90 },
    { x: 360, y: 90 }
  ]);
  expect(placement.of('e0')).toEqual({ x: 360, y: 180 });
});

it('puts a newcomer beside whom is last now, after that one was moved', () => {
  add(created('p'), created('a'), linked('p', 'a'), at('p', [0, 0]), at('a', [0, 90]));
  placement.load();
  add(created('b'), linked('p', 'b'));
  placement.update(['b', 'p']);
  add(at('b', [-600, 90]));
  placement.update(['b']);
  add(created('c'), linked('p', 'c'));
  placement.update(['c', 'p']);

  expect(placement.of('c')).toEqual({ x: 120, y: 90 });
});

it('puts a newcomer beside whom is last now, after that one was linked', () => {
  add(created('p'), created('a'), linked('p', 'a'), created('far'));
  add(at('p', [0, 0]), at('a', [0, 90]), at('far', [1_200, 90]));
  placement.load();
  add(created('b'), linked('p', 'b'));
  placement.update(['b', 'p']);
  add(linked('p', 'far'));
  placement.update(['p', 'far']);
  add(created('c'), linked('p', 'c'));
  placement.update(['c', 'p']);

  expect(placement.of('c')).toEqual({ x: 1_320, y: 90 });
});

it('puts a newcomer beside whom is last now, after that one was unlinked and deleted', () => {
  add(created('p'), created('a'), linked('p', 'a'), at('p', [0, 0]), at('a', [0, 90]));
  placement.load();
  add(created('b'), linked('p', 'b'));
  placement.update(['b', 'p']);
  const unlinked = { parent_id: 'p', child_id: 'b', timestamp: AT };
  add({ event: 'graph:node-unlinked', payload: unlinked });
  add({ event: 'graph:node-deleted', payload: { node_id: 'b', timestamp: AT } });
  placement.update(['p', 'b']);
  add(created('c'), linked('p', 'c'));
  placement.update(['c', 'p']);

  expect(placement.of('c')).toEqual({ x: 120, y: 90 });
});

it('puts a node that comes back where it was', () => {
  add(created('a'), created('b'), linked('a', 'b'));
  placement.load();
  const before = placement.of('b');

  add(unlinked('a', 'b'), {
    event: 'graph:node-deleted',
    payload: { node_id: 'b', timestamp: AT }
  });
  placement.update(['a', 'b']);
  add(created('b'));
  placement.update(['b']);

  expect(placement.of('b')).toEqual(before);
});

it('tells the places that nobody shares yet, and free ones for nodes that are to come', () => {
  add(created('p'), created('a'), linked('p', 'a'), at('p', [0, 0]));
  placement.load();

  expect([...placement.unshared()]).toEqual([['a', { x: 0, y: 90 }]]);
  expect(placement.free('p', 2)).toEqual([
    { x: 120, y: 90 },
    { x: 240, y: 90 }
  ]);
});
