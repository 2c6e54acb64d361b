import type { Box, Point } from '../geometry';

/** Which point of the graph is in the middle, and how many pixels one of its units takes. */
export interface View extends Point {
  readonly scale: number;
}

/** What is kept free at the edges, in pixels. */
export interface Insets {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const LARGEST_SCALE = 6;
const SMALLEST_SCALE = 0.02;
// A picture of few nodes is not blown up until they fill the canvas.
const LARGEST_FIT = 1.25;

/** Where one looks: turns places of the graph into places on the canvas, and back. */
export class Camera {
  view: View = { x: 0, y: 0, scale: 1 };
  width = 1;
  height = 1;
  private smallest = SMALLEST_SCALE;

  /** How many times as far from each other as layouts put them neighbours are. */
  spread = 1;

  /**
   * How much larger than at natural size nodes are drawn: less than the gaps between them grow,
   * more where nodes stand far apart, but never larger than natural by that.
   */
  get growth(): number {
    const { scale } = this.view;
    return Math.max(Math.sqrt(scale), Math.min(1, Math.sqrt(scale * this.spread)));
  }

  get middle(): Point {
    return { x: this.width / 2, y: this.height / 2 };
  }

  toScreen({ x, y }: Point): Point {
    const { view, middle } = this;
    return { x: (x - view.x) * view.scale + middle.x, y: (y - view.y) * view.scale + middle.y };
  }

  toGraph({ x, y }: Point): Point {
    const { view, middle } = this;
    return { x: (x - middle.x) / view.scale + view.x, y: (y - middle.y) / view.scale + view.y };
  }

  viewport(): Box {
    const [from, to] = [
      this.toGraph({ x: 0, y: 0 }),
      this.toGraph({ x: this.width, y: this.height })
    ];
    return { left: from.x, top: from.y, right: to.x, bottom: to.y };
  }

  panned(dx: number, dy: number): View {
    const { x, y, scale } = this.view;
    return { x: x - dx / scale, y: y - dy / scale, scale };
  }

  /** Larger or smaller by a factor, around a place on the canvas that stays where it is. */
  zoomed(factor: number, around: Point = this.middle): View {
    const scale = this.bounded(this.view.scale * factor);
    const fixed = this.toGraph(around);
    const { middle } = this;
    return {
      x: fixed.x - (around.x - middle.x) / scale,
      y: fixed.y - (around.y - middle.y) / scale,
      scale
    };
  }

  /** The view that shows a box of the graph whole, no larger than `largest`. */
  viewOf(box: Box, insets: Insets, largest = LARGEST_FIT): View {
    const room = {
      width: Math.max(40, this.width - insets.left - insets.right),
      height: Math.max(40, this.height - insets.top - insets.bottom)
    };
    const wanted = Math.min(
      room.width / Math.max(1, box.right - box.left),
      room.height / Math.max(1, box.bottom - box.top)
    );
    this.smallest = Math.min(this.smallest, wanted / 2);
    const scale = Math.min(largest, this.bounded(wanted));
    return {
      x: (box.left + box.right) / 2 + (insets.right - insets.left) / 2 / scale,
      y: (box.top + box.bottom) / 2 + (insets.bottom - insets.top) / 2 / scale,
      scale
    };
  }

  private bounded(scale: number): number {
    return Math.min(LARGEST_SCALE, Math.max(this.smallest, scale));
  }
}
