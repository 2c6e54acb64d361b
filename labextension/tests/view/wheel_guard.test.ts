import { beforeEach, expect, it, vi } from 'vitest';
import { guardWheel } from '../../src/view/wheel_guard';

let root: HTMLElement;
let canvas: HTMLElement;
const zoom = vi.fn();

beforeEach(() => {
  zoom.mockReset();
  root = document.createElement('div');
  canvas = document.createElement('canvas');
  root.append(canvas);
  canvas.addEventListener('wheel', zoom);
  guardWheel(root);
});

function turn({ ctrlKey = false } = {}): void {
  const event = new WheelEvent('wheel', { bubbles: true });
  Object.defineProperty(event, 'ctrlKey', { value: ctrlKey });
  canvas.dispatchEvent(event);
}

it('leaves the wheel to the page at first', () => {
  turn();

  expect(zoom).not.toHaveBeenCalled();
});

it('zooms with Ctrl, and once the canvas was pressed until the pointer leaves', () => {
  turn({ ctrlKey: true });
  canvas.dispatchEvent(new Event('pointerdown', { bubbles: true }));
  turn();
  root.dispatchEvent(new Event('pointerleave'));
  turn();

  expect(zoom).toHaveBeenCalledTimes(2);
});
