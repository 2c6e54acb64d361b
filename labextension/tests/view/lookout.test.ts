import { describe, expect, it } from 'vitest';
import { Lookout } from '../../src/view/drawing/lookout';
import { NodeTable } from '../../src/view/drawing/node_table';
import { isIn } from '../../src/view/geometry';

function lookoutOn(places: [number, number][]): Lookout {
  const nodes = new NodeTable();
  const look = {
    size: 5,
    color: '#000',
    shape: 'circle' as const,
    isFaded: false,
    isFolded: false
  };
  places.forEach(([x, y], index) => nodes.put(`n${index}`, { x, y, ...look }));
  const lookout = new Lookout(nodes, () => undefined, false);
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
