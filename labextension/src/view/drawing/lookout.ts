import { atLeast, type Box } from '../geometry';
import { Camera, type Insets, type View } from './camera';
import { Glide } from './glide';
import type { NodeTable } from './node_table';

/** A part of the canvas, in pixels from its lower left. */
export interface Corner {
  readonly width: number;
  readonly height: number;
}

// Room for labels, which stand below their nodes.
const EDGE: Insets = { left: 44, top: 36, right: 44, bottom: 36 };
const NOTHING: Insets = { left: 0, top: 0, right: 0, bottom: 0 };
const LEAST_WIDTH = 300;
const LEAST_HEIGHT = 200;

// A graph comes in parts, and what stands in the corner a moment after it.
const COMING_MS = 2_000;

/**
 * Where one looks at a graph: at the whole of it, until somebody takes the view in hand. What others
 * do does not move the picture under somebody who is at work on it, and never where all is seen.
 */
export class Lookout {
  readonly camera = new Camera();
  private followsGraph = true;
  /** When there was a first node, and the size of the canvas for which the view was chosen. */
  private since: number | undefined;
  private room = '';
  private corner: Corner | undefined;
  private readonly moving = new Glide((view) => this.look(view));

  constructor(
    private readonly nodes: NodeTable,
    private readonly moved: () => void,
    private readonly isGliding: boolean,
    private readonly isInUse: () => boolean = () => false
  ) {}

  get isWhole(): boolean {
    return this.followsGraph;
  }

  look(view: View): void {
    this.camera.view = view;
    this.moved();
  }

  glide(view: View): void {
    if (this.isGliding) {
      this.moving.to(this.camera.view, view);
    } else {
      this.look(view);
    }
  }

  stop(): void {
    this.moving.stop();
  }

  /** From now on the view stays where it is put. */
  take(): void {
    this.stop();
    this.followsGraph = false;
  }

  glideToWhole(): void {
    this.followsGraph = true;
    this.glide(this.wholeView());
  }

  /** The graph or the canvas is another: whoever looks at the whole sees the whole of it. */
  followGraph(): void {
    const bounds = this.nodes.bounds();
    this.follow(bounds !== undefined && !this.isSeen(bounds));
  }

  /** Returns whether the view may be another by that. */
  reserve(corner: Corner | undefined): boolean {
    const isOther = corner?.width !== this.corner?.width || corner?.height !== this.corner?.height;
    this.corner = corner;
    if (isOther) {
      this.follow(true);
    }
    return isOther && this.followsGraph;
  }

  private follow(hasReason: boolean): void {
    const room = `${this.camera.width} ${this.camera.height}`;
    const now = performance.now();
    const isComing = this.since === undefined || now - this.since < COMING_MS;
    if (this.nodes.bounds()) {
      this.since ??= now;
    }
    const isDue = isComing || room !== this.room || (hasReason && !this.isInUse());
    if (this.followsGraph && isDue) {
      this.room = room;
      this.stop();
      this.look(this.wholeView());
    }
  }

  private isSeen({ left, top, right, bottom }: Box): boolean {
    const seen = this.camera.viewport();
    return left >= seen.left && right <= seen.right && top >= seen.top && bottom <= seen.bottom;
  }

  viewOf(box: Box): View {
    return this.camera.viewOf(box, EDGE);
  }

  /** The view that shows a box and no more, as far as it has the canvas's form. */
  exactly(box: Box): View {
    return this.camera.viewOf(box, NOTHING, Infinity);
  }

  wholeView(): View {
    const bounds = this.nodes.bounds() ?? { left: 0, top: 0, right: 0, bottom: 0 };
    const box = atLeast(bounds, LEAST_WIDTH, LEAST_HEIGHT);
    const view = this.viewOf(box);
    const { corner } = this;
    if (!corner || !this.liesOver(view, corner)) {
      return view;
    }
    // Beside the corner or above it, whichever leaves more.
    const beside = this.camera.viewOf(box, { ...EDGE, left: corner.width + EDGE.left });
    const above = this.camera.viewOf(box, { ...EDGE, bottom: corner.height + EDGE.bottom });
    return beside.scale > above.scale ? beside : above;
  }

  /** The corner that something else stands in, on the canvas. */
  get blocked(): Box | undefined {
    const { corner, camera } = this;
    const top = camera.height - (corner?.height ?? 0);
    return corner && { left: 0, top, right: corner.width, bottom: camera.height };
  }

  private liesOver(view: View, { width, height }: Corner): boolean {
    const { camera } = this;
    const before = camera.view;
    camera.view = view;
    const { x: left, y: top } = camera.toGraph({
      x: 0,
      y: camera.height - height - EDGE.bottom / 2
    });
    const { x: right, y: bottom } = camera.toGraph({ x: width, y: camera.height });
    camera.view = before;
    const box = { left, top, right, bottom };
    return this.nodes.rowsIn(box).length > 0;
  }
}
