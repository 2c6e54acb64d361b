import { describe, expect, it } from 'vitest';
import { shapeOf } from '../../src/view/layout/graph_shape';
import { wholeLayout } from '../../src/view/layout/whole_layout';

type Pair = readonly [string, string];

function layout(nodeIds: string[], pairs: readonly Pair[]) {
  const children = (nodeId: string): Map<string, true> =>
    new Map(pairs.filter(([parent]) => parent === nodeId).map(([, child]) => [child, true]));
  return wholeLayout(shapeOf(nodeIds, { children }));
}

function nearest(places: Map<string, { x: number; y: number }>): number {
  const points = [...places.values()];
  let least = Infinity;
  points.forEach((one, index) => {
    points.slice(index + 1).forEach((other) => {
      least = Math.min(least, Math.hypot(one.x - other.x, one.y - other.y));
    });
  });
  return least;
}

const RING: Pair[] = Array.from({ length: 120 }, (_, i) => [`n${i}`, `n${(i * 7 + 1) % 120}`]);
const RING_IDS = Array.from({ length: 120 }, (_, i) => `n${i}`);

describe('a layout', () => {
  it('puts the children of a tree below their parent, at one height', () => {
    const places = layout(
      ['a', 'b', 'c'],
      [
        ['a', 'b'],
        ['a', 'c']
      ]
    );

    expect(places.get('b')!.y).toBe(places.get('c')!.y);
    expect(places.get('a')!.y).toBeLessThan(places.get('b')!.y);
  });

  it('leads every link of a small dag downwards', () => {
    const pairs: Pair[] = [
      ['a', 'b'],
      ['a', 'c'],
      ['b', 'd'],
      ['c', 'd'],
      ['a', 'd']
    ];
    const places = layout(['a', 'b', 'c', 'd'], pairs);

    for (const [parent, child] of pairs) {
      expect(places.get(parent)!.y).toBeLessThan(places.get(child)!.y);
    }
  });

  it.each([
    [
      'a tree',
      ['a', 'b', 'c'],
      [
        ['a', 'b'],
        ['a', 'c']
      ] as Pair[]
    ],
    ['single nodes', ['a', 'b', 'c', 'd', 'e'], []],
    ['cycles', RING_IDS, RING]
  ])('puts no two nodes on each other: %s', (_, nodeIds, pairs) => {
    expect(nearest(layout(nodeIds, pairs))).toBeGreaterThan(25);
  });

  it('is the same whatever order the nodes came in', () => {
    expect(layout([...RING_IDS].reverse(), RING)).toEqual(layout(RING_IDS, RING));
  });

  it('takes self-links, and ids that objects have their own ideas of', () => {
    const ids = ['__proto__', 'constructor', 'toString'];
    const pairs: Pair[] = [
      ['__proto__', '__proto__'],
      ['__proto__', 'constructor'],
      ['constructor', '__proto__']
    ];

    expect([...layout(ids, pairs).keys()].sort()).toEqual(ids);
  });

  it('places a graph of thousands in a moment', () => {
    const ids = Array.from({ length: 5_000 }, (_, i) => `n${i}`);
    const pairs = ids.map((id, i): Pair => [id, `n${Math.floor(i / 3)}`]);

    expect(layout(ids, pairs).size).toBe(5_000);
  });
});
