import { expect, it } from 'vitest';
import { reveal } from '../../src/view/reveal';
import type { Box } from '../../src/view/geometry';
import type { Renderer } from '../../src/view/renderer';

const SEEN: Box = { left: 0, top: 0, right: 1000, bottom: 500 };

function shownAfter(...points: [number, number][]): Box | undefined {
  let shown: Box | undefined;
  const canvas = { viewport: () => SEEN, show: (box: Box) => (shown = box) };
  reveal(
    canvas as unknown as Renderer,
    points.map(([x, y]) => ({ x, y }))
  );
  return shown;
}

it('leaves a view alone in which all is seen', () => {
  expect(shownAfter([500, 250], [800, 100])).toBeUndefined();
});

it('moves a view no further than needs be', () => {
  expect(shownAfter([30, 250])).toEqual({ left: -50, top: 0, right: 950, bottom: 500 });
});

it('zooms out where the points do not fit', () => {
  const { left, right } = shownAfter([-1000, 0], [2000, 0])!;
  expect([left < -1000, right > 2000]).toEqual([true, true]);
});
