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

it('lets the oldest out of sight sleep when there are more than four', () => {
  const canvases = new LiveCanvases();
  const all = [true, false, false, true, true, true].map((seen) => canvas(canvases, seen));

  all.forEach((one) => canvases.woke(one));

  expect(all.map(({ isAwake }) => isAwake)).toEqual([true, false, false, true, true, true]);
});

it('leaves those in sight alone', () => {
  const canvases = new LiveCanvases();
  const all = [1, 2, 3, 4, 5].map(() => canvas(canvases, true));

  all.forEach((one) => canvases.woke(one));

  expect(all.every(({ isAwake }) => isAwake)).toBe(true);
});
