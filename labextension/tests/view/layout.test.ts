import { describe, expect, it } from 'vitest';
import { numberedGraph } from '../../src/view/layout/numbered_graph';
import { wholeLayout } from '../../src/view/layout/whole_layout';
import { absurd, KINDS, meeting, pairsOf, pointAt, shapeOf, type Pair } from './layout_shapes';

function whole(count: number, pairs: readonly Pair[]) {
  return wholeLayout(shapeOf(count, pairs));
}

function childrenFrom(pairs: readonly (readonly [string, string])[]) {
  return {
    children: (nodeId: string) =>
      new Map(pairs.filter(([parent]) => parent === nodeId).map(([, child]) => [child, true]))
  };
}

describe('the first picture of a graph', () => {
  it('puts the children of a tree below their parent, at one height', () => {
    const places = whole(3, [
      [0, 1],
      [0, 2]
    ]);

    expect(pointAt(places, 1).y).toBe(pointAt(places, 2).y);
    expect(pointAt(places, 0).y).toBeLessThan(pointAt(places, 1).y);
    expect(pointAt(places, 0).x).toBe((pointAt(places, 1).x + pointAt(places, 2).x) / 2);
  });

  it('leads every link of a small dag downwards', () => {
    const pairs = pairsOf('dag', 40);
    const places = whole(40, pairs);

    for (const [parent, child] of pairs) {
      expect(pointAt(places, parent).y).toBeLessThan(pointAt(places, child).y);
    }
  });

  describe.each(KINDS)('of %s', (kind) => {
    it.each([1, 2, 5, 30, 300, 2_500])('keeps %i nodes clear of each other', (count) => {
      const places = whole(count, pairsOf(kind, count));

      expect(places).toHaveLength(2 * count);
      expect(meeting(places)).toEqual([]);
      expect(absurd(places)).toEqual([]);
    });
  });

  it.each(['tree', 'dag', 'anything', 'star', 'single nodes'] as const)(
    'is no mere line, however large: %s',
    (kind) => {
      const places = whole(5_000, pairsOf(kind, 5_000));
      const xs = places.filter((_, at) => at % 2 === 0).sort();
      const ys = places.filter((_, at) => at % 2 === 1).sort();
      const [width, height] = [xs[4_999]! - xs[0]!, ys[4_999]! - ys[0]!];

      expect(width / height).toBeGreaterThan(0.4);
      expect(width / height).toBeLessThan(8);
    }
  );

  it('takes a chain that is longer than any stack is deep', () => {
    expect(absurd(whole(60_000, pairsOf('chain', 60_000)))).toEqual([]);
  });

  it('takes no graph at all', () => {
    expect(whole(0, [])).toHaveLength(0);
  });
});

describe('the rows of a graph', () => {
  it('are the same whatever order the nodes came in', () => {
    const ids = ['b', 'd', 'a', 'c'];
    const links = childrenFrom([
      ['a', 'b'],
      ['c', 'a']
    ]);

    expect(numberedGraph([...ids].reverse(), links)).toEqual(numberedGraph(ids, links));
  });

  it('leave out self-links and links to others, and take ids that objects have ideas of', () => {
    const links = childrenFrom([
      ['__proto__', '__proto__'],
      ['__proto__', 'constructor'],
      ['constructor', 'elsewhere']
    ]);
    const numbered = numberedGraph(['constructor', '__proto__'], links);

    expect(numbered.nodeIds).toEqual(['__proto__', 'constructor']);
    expect([...numbered.links]).toEqual([0, 1]);
  });
});
