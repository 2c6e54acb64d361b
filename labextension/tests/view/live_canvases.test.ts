import { expect, it } from 'vitest';
import { LiveCanvases } from '../../src/view/live_canvases';

function canvas(canvases: LiveCanvases, isInSight: boolean) {
  const made = {
    isInSight,
    isAwake: true,
    sleep(): void {
      made.isAwake = false;
      canvases.fellAsleep(made);
    }
  };
  return made;
}

it('lets the oldest out of sight sleep when there are more than eight', () => {
  const canvases = new LiveCanvases();
  const sights = [true, false, false, true, true, true, true, true, true, true];
  const all = sights.map((seen) => canvas(canvases, seen));

  all.forEach((one) => canvases.woke(one));

  expect(all.map(({ isAwake }) => isAwake)).toEqual(sights);
});

it('leaves those in sight alone', () => {
  const canvases = new LiveCanvases();
  const all = Array.from({ length: 9 }, () => canvas(canvases, true));

  all.forEach((one) => canvases.woke(one));

  expect(all.every(({ isAwake }) => isAwake)).toBe(true);
});
