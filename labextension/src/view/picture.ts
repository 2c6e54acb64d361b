import type { GraphChange, Session } from '../core';
import { Signal } from '../core';
import type { CanvasHost } from './canvas_host';
import type { Display } from './display';
import { FrameJoiner } from './frame_joiner';
import { firstFolds } from './looks/first_folds';
import { Scene } from './scene';
import type { Shown } from './shown';
import { Touched } from './touched';

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
  private isFirst = true;
  private settling: ReturnType<typeof setTimeout> | undefined;

  constructor(
    session: Session,
    private readonly shown: Shown,
    private readonly scene: Scene,
    private readonly host: CanvasHost,
    private readonly display: Display
  ) {
    const { store, connection } = session;
    this.stops = [
      shown.graphChanged.connect((change) => this.note(change)),
      shown.turned.connect(() => this.scene.placement.keep()),
      store.refused.connect(() => this.forgetRefused()),
      store.settingsChanged.connect(() => this.joiner.ask()),
      connection.stateChanged.connect(() => this.joiner.ask()),
      display.changed.connect((fields) => Scene.dependsOn(fields) && this.drawAgain())
    ];
  }

  draw(): void {
    const { touched, isReloaded } = this;
    const hasChanged = isReloaded || !touched.isEmpty;
    this.touched = new Touched();
    this.isReloaded = false;
    if (isReloaded) {
      this.open();
    }
    const hasMoved = this.scene.placement.update(touched.nodeIds);
    if (isReloaded || hasMoved || touched.isEverything) {
      this.scene.load();
      this.host.load();
    } else if (!touched.isEmpty) {
      this.apply(touched);
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

  /** Ranges of numbers do not narrow by themselves, and what was refused is none of them. */
  private forgetRefused(): void {
    const { colorBy, sizeBy } = this.display.state;
    if (colorBy !== undefined || sizeBy !== undefined) {
      this.drawAgain();
    }
  }

  dispose(): void {
    clearTimeout(this.settling);
    this.stops.forEach((stop) => stop());
    this.joiner.stop();
  }

  private open(): void {
    this.scene.placement.load();
    if (!this.shown.isPast) {
      this.scene.placement.letGo();
    }
    if (this.isFirst && this.shown.isLoaded) {
      this.isFirst = false;
      const collapsed = firstFolds(this.scene.replica);
      if (collapsed.size > 0) {
        this.display.change({ collapsed });
      }
    }
  }

  private apply(touched: Touched): void {
    const change = this.scene.update(touched);
    if (change === 'everything') {
      this.host.load();
    } else {
      this.host.apply(change);
    }
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
