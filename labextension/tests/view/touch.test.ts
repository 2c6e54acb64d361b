import { beforeEach, expect, it, vi } from 'vitest';
import { showView } from './shown_view';

const shown = showView();

beforeEach(() => shown().ready('Lyon', 'Paris'));

function touch(kind: string, finger: number, x: number, y: number): void {
  const options = { bubbles: true, cancelable: true, clientX: x, clientY: y };
  shown()
    .find('.graphsync-surface')
    .dispatchEvent(
      new PointerEvent(kind, { ...options, pointerId: finger, pointerType: 'touch', button: 0 })
    );
  shown().drawn();
}

function placeOf(nodeId: string): [number, number] {
  const { x, y } = shown().view.renderer!.screenPosition(nodeId)!;
  return [x, y];
}

it('pans with one finger, also from a node that is not selected', () => {
  const [x, y] = placeOf('n0');
  touch('pointerdown', 1, x, y);
  touch('pointermove', 1, x + 40, y + 10);
  touch('pointerup', 1, x + 40, y + 10);

  expect(placeOf('n0')[0]).toBeCloseTo(x + 40);
  expect(shown().server.last.ops('execute')).toEqual([]);
});

it('zooms with two', () => {
  const before = shown().view.renderer!.viewport();
  touch('pointerdown', 1, 300, 200);
  touch('pointerdown', 2, 400, 200);
  touch('pointermove', 2, 500, 200);
  const after = shown().view.renderer!.viewport();

  expect((before.right - before.left) / (after.right - after.left)).toBeCloseTo(2);
});

it('asks for a menu where a finger rests', () => {
  const wishes = vi.fn();
  shown().view.context.interaction.wantsMenu.connect(wishes);
  touch('pointerdown', 1, ...placeOf('n1'));
  vi.advanceTimersByTime(600);

  expect(wishes).toHaveBeenCalledWith(
    expect.objectContaining({ target: { kind: 'node', nodeId: 'n1' } })
  );
});

it('asks for none where a finger moves on', () => {
  const wishes = vi.fn();
  shown().view.context.interaction.wantsMenu.connect(wishes);
  const [x, y] = placeOf('n1');
  touch('pointerdown', 1, x, y);
  touch('pointermove', 1, x + 30, y);
  vi.advanceTimersByTime(600);

  expect(wishes).not.toHaveBeenCalled();
});
