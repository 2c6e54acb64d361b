import type { GraphChange, Session } from '../core';
import { Signal } from '../core';
import type { CanvasHost } from './canvas_host';
import { FrameJoiner } from './frame_joiner';
import { Touched, type Scene } from './scene';

// Events that come closer to each other than this belong to one flood.
const FLOOD_MS = 400;

/** Keeps a canvas in step with a session: what happened within one frame is drawn in one pass. */
export class Picture {
  /** Something was drawn; `hasChanged` tells whether the graph itself is another now. */
  readonly drawn = new Signal<{ hasChanged: boolean }>();
  private readonly joiner = new FrameJoiner(() => this.draw());
  private readonly stops: (() => void)[];
  private touched = new Touched();
  private isReloaded = true;
  private settling: ReturnType<typeof setTimeout> | undefined;

  constructor(
    { store, connection }: Session,
    private readonly scene: Scene,
    private readonly host: CanvasHost
  ) {
    this.stops = [
      store.graphChanged.connect((change) => this.note(change)),
      store.settingsChanged.connect(() => this.joiner.ask()),
      connection.stateChanged.connect(() => this.joiner.ask())
    ];
  }

  draw(): void {
    const { touched, isReloaded } = this;
    const hasChanged = isReloaded || !touched.isEmpty;
    this.touched = new Touched();
    this.isReloaded = false;
    if (isReloaded) {
      this.scene.placement.load();
    }
    const hasMoved = this.scene.placement.update(touched.nodeIds);
    if (isReloaded || hasMoved || touched.isEverything) {
      this.host.load();
    } else if (!touched.isEmpty) {
      this.host.apply(touched);
    }
    if (hasChanged) {
      this.settleLater();
    }
    this.drawn.emit({ hasChanged });
  }

  /** Everything may look different: what decides on looks is another now. */
  drawAgain(): void {
    this.touched.isEverything = true;
    this.joiner.ask();
  }

  dispose(): void {
    clearTimeout(this.settling);
    this.stops.forEach((stop) => stop());
    this.joiner.stop();
  }

  private note(change: GraphChange): void {
    if (change.kind === 'loaded') {
      this.isReloaded = true;
    } else {
      change.events.forEach((record) => this.touched.add(record));
    }
    this.joiner.ask();
  }

  private settleLater(): void {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      if (this.scene.placement.settle()) {
        this.host.load();
      }
    }, FLOOD_MS);
  }
}
