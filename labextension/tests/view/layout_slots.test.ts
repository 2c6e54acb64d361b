import { expect, it } from 'vitest';
import { Slots, type Relations } from '../../src/view/layout/slots';

/** Counts how many of its keys were looked at. */
class CountedKeys extends Map<string, true> {
  looks = 0;

  override *keys(): MapIterator<string> {
    for (const key of super.keys()) {
      this.looks += 1;
      yield key;
    }
  }
}

it('finds the last sibling without looking at all of them again', () => {
  const children = new CountedKeys();
  const relations: Relations = {
    parents: (nodeId) => new Map(children.has(nodeId) ? [['p', true]] : []),
    children: (nodeId) => (nodeId === 'p' ? children : new Map())
  };
  const slots = new Slots(relations);
  slots.put('p', { x: 0, y: 0 });
  for (let index = 0; index < 3_000; index += 1) {
    children.set(`c${index}`, true);
    slots.put(`c${index}`, slots.freeSlot(`c${index}`));
  }

  expect(slots.points.get('c2999')).toEqual({ x: 2_999 * 120, y: 90 });
  expect(children.looks).toBeLessThan(10);
});
