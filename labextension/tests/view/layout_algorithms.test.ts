import { describe, expect, it } from 'vitest';
import { layoutSteps } from '../../src/view/layout/layout_steps';
import { LAYOUTS, type Algorithm } from '../../src/view/layout/layouts';
import type { LayoutRequest } from '../../src/view/layout/layout_request';
import type { Places } from '../../src/view/layout/graph_shape';
import {
  absurd,
  KINDS,
  meeting,
  pairsOf,
  pointAt,
  requestFor,
  seeded,
  type Pair
} from './layout_shapes';

const ALGORITHMS = LAYOUTS.map(({ name }) => name).filter((name) => name !== 'new');

async function laidOut(request: LayoutRequest): Promise<Places> {
  const steps = await layoutSteps(request);
  let step = steps.next();
  while (!step.done) {
    step = steps.next();
  }
  return step.value;
}

function scattered(count: number, seed: number): Places {
  const random = seeded(seed);
  return Float64Array.from({ length: 2 * count }, () => Math.round(random() * 4_000 - 2_000));
}

function middle(places: Places): [number, number] {
  const [xs, ys] = [0, 1].map((side) => places.filter((_, at) => at % 2 === side).sort());
  return [(xs![0]! + xs!.at(-1)!) / 2, (ys![0]! + ys!.at(-1)!) / 2];
}

describe.each(ALGORITHMS)('%s', (algorithm: Algorithm) => {
  it.each(KINDS)('keeps the nodes of every graph clear of each other: %s', async (kind) => {
    for (const [seed, count] of [1, 2, 3, 9, 60, 400].entries()) {
      const places = scattered(count, seed);
      const laid = await laidOut(
        requestFor(algorithm, count, pairsOf(kind, count, seed), { places })
      );

      expect(laid).toHaveLength(2 * count);
      expect(meeting(laid)).toEqual([]);
      expect(absurd(laid)).toEqual([]);
    }
  });

  it('takes nodes that all are on one spot, and far away', async () => {
    const places = new Float64Array(2 * 50).fill(1e8);
    const laid = await laidOut(requestFor(algorithm, 50, pairsOf('dag', 50), { places }));

    expect(meeting(laid)).toEqual([]);
    expect(absurd(laid)).toEqual([]);
  });

  it('gives the same places to the same graph', async () => {
    const request = requestFor(algorithm, 80, pairsOf('anything', 80), {
      places: scattered(80, 3)
    });

    expect(await laidOut(request)).toEqual(await laidOut(request));
  });

  it('leaves pinned nodes where they are, and puts nothing on them', async () => {
    const places = scattered(60, 4);
    const pinned = Uint8Array.from({ length: 60 }, (_, row) => (row % 20 === 0 ? 1 : 0));
    const laid = await laidOut(requestFor(algorithm, 60, pairsOf('dag', 60), { places, pinned }));

    [0, 20, 40].forEach((row) => expect(pointAt(laid, row)).toEqual(pointAt(places, row)));
    expect(meeting(laid)).toEqual([]);
  });

  it('puts nothing on nodes that are not laid out', async () => {
    const others = scattered(30, 6).map((value, at) => value + (at >> 1) * 130);
    const laid = await laidOut(requestFor(algorithm, 40, pairsOf('tree', 40), { others }));
    const both = Float64Array.from([...laid, ...others]);
    const isLaid = ([one, other]: [number, number]): boolean => Math.min(one, other) < 40;

    expect(meeting(both).filter(isLaid)).toEqual([]);
  });
});

describe.each(['layered', 'tree', 'tree-right', 'radial'] as const)('%s', (algorithm) => {
  it('leaves the root of a subtree where it was', async () => {
    const places = scattered(30, 5);
    const laid = await laidOut(requestFor(algorithm, 30, pairsOf('tree', 30), { places }));

    expect(pointAt(laid, 0).x).toBeCloseTo(pointAt(places, 0).x);
    expect(pointAt(laid, 0).y).toBeCloseTo(pointAt(places, 0).y);
  });
});

describe.each(ALGORITHMS)('%s', (algorithm: Algorithm) => {
  it('leaves the middle of a part without a root where it was', async () => {
    const ring = Array.from({ length: 12 }, (_, row): Pair => [row, (row + 1) % 12]);
    const places = scattered(12, 8);
    const [x, y] = middle(places);
    const [newX, newY] = middle(await laidOut(requestFor(algorithm, 12, ring, { places })));

    // Forces may leave nodes on each other, of which one then steps aside.
    expect(Math.abs(newX - x)).toBeLessThan(65);
    expect(Math.abs(newY - y)).toBeLessThan(50);
  });
});

describe('layered', () => {
  it.each(['tree', 'dag'] as const)('leads every link downwards: %s', async (kind) => {
    for (const count of [20, 150, 900]) {
      const pairs = pairsOf(kind, count, count);
      const laid = await laidOut(requestFor('layered', count, pairs));

      const upwards = pairs.filter(([one, other]) => laid[2 * one + 1]! >= laid[2 * other + 1]!);
      expect(upwards).toEqual([]);
    }
  });

  it('leads all but one link of a circle downwards', async () => {
    const ring = Array.from({ length: 30 }, (_, row): Pair => [row, (row + 1) % 30]);
    const laid = await laidOut(requestFor('layered', 30, ring));

    const upwards = ring.filter(([one, other]) => laid[2 * one + 1]! >= laid[2 * other + 1]!);
    expect(upwards).toHaveLength(1);
  });
});

describe('tree', () => {
  it('keeps wide labels apart', async () => {
    const widths = Float32Array.from([120, 300, 300]);
    const pairs: Pair[] = [
      [0, 1],
      [0, 2]
    ];
    const laid = await laidOut(requestFor('tree', 3, pairs, { widths }));

    expect(laid[4]! - laid[2]!).toBe(300);
  });

  it('shares gaps out among the subtrees between two wide ones', async () => {
    const wide = (root: number, first: number): Pair[] =>
      [0, 1, 2, 3, 4].map((index) => [root, first + index] as const);
    const pairs: Pair[] = [[0, 1], [0, 2], [0, 3], ...wide(1, 4), ...wide(3, 9)];
    const laid = await laidOut(requestFor('tree', 14, pairs));

    expect(laid[2 * 2]! - laid[2 * 1]!).toBe(laid[2 * 3]! - laid[2 * 2]!);
  });
});

describe('tree-right', () => {
  it('puts children right of their parent', async () => {
    const pairs = pairsOf('tree', 40);
    const laid = await laidOut(requestFor('tree-right', 40, pairs));

    expect(pairs.filter(([one, other]) => laid[2 * one]! >= laid[2 * other]!)).toEqual([]);
  });
});

describe('radial', () => {
  it('puts every generation on a ring around the root', async () => {
    const pairs: Pair[] = [1, 2, 3, 4].map((child) => [0, child] as const);
    const laid = await laidOut(requestFor('radial', 5, pairs));
    const { x, y } = pointAt(laid, 0);
    const radii = [1, 2, 3, 4].map((row) =>
      Math.hypot(pointAt(laid, row).x - x, pointAt(laid, row).y - y)
    );

    radii.forEach((radius) => expect(radius).toBeCloseTo(radii[0]!));
  });
});

describe('circle', () => {
  it('puts a ring in its own order', async () => {
    const ring = Array.from({ length: 16 }, (_, row): Pair => [row, (row + 1) % 16]);
    const laid = await laidOut(requestFor('circle', 16, ring));
    const lengths = ring.map(([one, other]) =>
      Math.hypot(laid[2 * one]! - laid[2 * other]!, laid[2 * one + 1]! - laid[2 * other + 1]!)
    );

    expect(Math.max(...lengths)).toBeLessThan(160);
  });
});

describe('force', () => {
  it('brings what is linked nearer than what is not', async () => {
    const clique = (first: number): Pair[] =>
      [0, 1, 2, 3].flatMap((one) =>
        [0, 1, 2, 3]
          .filter((other) => other > one)
          .map((other): Pair => [first + one, first + other])
      );
    const places = scattered(8, 2);
    const pairs: Pair[] = [...clique(0), ...clique(4), [0, 4]];
    const laid = await laidOut(requestFor('force', 8, pairs, { places }));
    const distance = (one: number, other: number): number =>
      Math.hypot(laid[2 * one]! - laid[2 * other]!, laid[2 * one + 1]! - laid[2 * other + 1]!);

    expect(distance(1, 2)).toBeLessThan(distance(1, 6));
    expect(distance(5, 6)).toBeLessThan(distance(2, 6));
  });
});
