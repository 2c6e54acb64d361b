import type { CanvasHost } from '../canvas_host';
import type { Point } from '../geometry';

/** Knows where over the canvas the mouse is, for what is put there by keys. */
export class PointerPlace {
  private screen: Point | undefined;
  private readonly moved = (event: PointerEvent): void => {
    const { left, top } = this.host.root.getBoundingClientRect();
    this.screen = { x: event.clientX - left, y: event.clientY - top };
  };
  private readonly left = (): void => {
    this.screen = undefined;
  };

  constructor(private readonly host: CanvasHost) {
    host.root.addEventListener('pointermove', this.moved);
    host.root.addEventListener('pointerleave', this.left);
  }

  /** Where in the graph; nothing while the mouse is elsewhere. */
  get inGraph(): Point | undefined {
    return this.screen && this.host.current?.graphPosition(this.screen);
  }

  dispose(): void {
    this.host.root.removeEventListener('pointermove', this.moved);
    this.host.root.removeEventListener('pointerleave', this.left);
  }
}
