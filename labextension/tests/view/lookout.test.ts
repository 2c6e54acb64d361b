import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { View } from '../../src/view/drawing/camera';
import { Lookout } from '../../src/view/drawing/lookout';
import { NodeTable } from '../../src/view/drawing/node_table';
import { isIn } from '../../src/view/geometry';

const LOOK = {
  size: 5,
  color: '#000',
  shape: 'circle' as const,
  isFaded: false,
  isFolded: false
};

let nodes: NodeTable;
let isInUse: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  [nodes, isInUse] = [new NodeTable(), false];
});
afterEach(() => vi.useRealTimers());

function lookoutOn(places: [number, number][]): Lookout {
  places.forEach(([x, y], index) => nodes.put(`n${index}`, { x, y, ...LOOK }));
  const lookout = new Lookout(
    nodes,
    () => undefined,
    false,
    () => isInUse
  );
  [lookout.camera.width, lookout.camera.height] = [800, 400];
  lookout.followGraph();
  return lookout;
}

const CORNERS: [number, number][] = [
  [0, 0],
  [4000, 0],
  [0, 2000],
  [4000, 2000]
];
const CANVAS = { left: 0, top: 0, right: 800, bottom: 400 };

describe('who looks at the whole', () => {
  it('sees every node, with room for its label', () => {
    const { camera } = lookoutOn(CORNERS);

    CORNERS.forEach(([x, y]) => expect(isIn(camera.toScreen({ x, y }), CANVAS)).toBe(true));
  });

  it('does not see few nodes blown up', () => {
    expect(lookoutOn([[0, 0]]).camera.view.scale).toBeLessThanOrEqual(1.25);
  });

  it('sees none in the corner that is kept free', () => {
    const lookout = lookoutOn(CORNERS);
    lookout.reserve({ width: 200, height: 150 });
    const corner = { left: 0, top: 250, right: 200, bottom: 400 };

    CORNERS.forEach(([x, y]) => {
      expect(isIn(lookout.camera.toScreen({ x, y }), corner)).toBe(false);
    });
  });

  it('gives nothing up for a corner where no node is', () => {
    const lookout = lookoutOn([
      [0, 0],
      [4000, 2000]
    ]);
    const { scale } = lookout.camera.view;
    lookout.reserve({ width: 200, height: 150 });

    expect(lookout.camera.view.scale).toBe(scale);
  });
});

describe('what others do', () => {
  /** A view of a graph that has been there for a while; then somebody adds a node. */
  function afterAdding(x: number, y: number): [before: View, after: View] {
    const lookout = lookoutOn(CORNERS);
    vi.advanceTimersByTime(5_000);
    const before = lookout.camera.view;
    nodes.put('new', { x, y, ...LOOK });
    lookout.followGraph();
    return [before, lookout.camera.view];
  }

  it('does not move a view that shows it anyway', () => {
    const [before, after] = afterAdding(4010, 2010);

    expect(after).toEqual(before);
  });

  it('does not move the picture under somebody who is at work on it', () => {
    isInUse = true;
    const [before, after] = afterAdding(9000, 9000);

    expect(after).toEqual(before);
  });

  it('comes into sight where nobody is at work', () => {
    const [before, after] = afterAdding(9000, 9000);

    expect(after.scale).toBeLessThan(before.scale);
  });

  it('is followed while a graph is still coming in', () => {
    isInUse = true;
    const lookout = lookoutOn([[0, 0]]);
    nodes.put('new', { x: 9000, y: 0, ...LOOK });
    lookout.followGraph();

    expect(isIn(lookout.camera.toScreen({ x: 9000, y: 0 }), CANVAS)).toBe(true);
  });
});

it('leaves the view alone once somebody has taken it', () => {
  const lookout = lookoutOn(CORNERS);
  lookout.take();
  const { view } = lookout.camera;
  lookout.reserve({ width: 200, height: 150 });
  lookout.followGraph();

  expect(lookout.camera.view).toEqual(view);
});

it('zooms around a place that stays where it is, and not without end', () => {
  const { camera } = lookoutOn(CORNERS);
  const place = { x: 700, y: 100 };
  const before = camera.toGraph(place);
  camera.view = camera.zoomed(2, place);
  expect(camera.toGraph(place).x).toBeCloseTo(before.x);

  camera.view = camera.zoomed(1e9, place);
  expect(camera.view.scale).toBeLessThan(10);
});
