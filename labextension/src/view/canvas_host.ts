import { Signal, type Client } from '../core';
import { button, element } from './dom';
import { liveCanvases, type LiveCanvas } from './live_canvases';
import type { Renderer, RendererEvent } from './renderer';
import type { Scene, SceneChange } from './scene';
import { readTheme, watchTheme, type Theme } from './theme';

/** Makes the renderer that fits a browser and a scene; none where there is no such. */
export type MakeRenderer = (root: HTMLElement, theme: Theme, scene: Scene) => Renderer | undefined;

const HAND_BACK_MS = 500;

/**
 * Keeps a renderer while there is room for it on the page, and makes a new one when the browser
 * took from the old one what it draws with.
 */
export class CanvasHost implements LiveCanvas {
  readonly root = element('div', 'graphsync-canvas');
  readonly events = new Signal<RendererEvent>();
  readonly rendererChanged = new Signal<string>();
  private renderer: Renderer | undefined;
  private selection: readonly string[] = [];
  private peers: readonly Client[] = [];
  private inSight = true;
  private readonly sizes = new ResizeObserver(() => this.fitIn());
  private readonly sights: IntersectionObserver;
  private readonly stopTheme: () => void;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly scene: Scene,
    private readonly make: MakeRenderer
  ) {
    this.sizes.observe(this.root);
    this.sights = new IntersectionObserver((entries) => {
      this.inSight = entries[entries.length - 1]!.isIntersecting;
      this.fitIn();
    });
    this.sights.observe(this.root);
    this.stopTheme = watchTheme(() => this.renderer?.setTheme(readTheme(this.root)));
  }

  get isInSight(): boolean {
    return this.inSight;
  }

  get current(): Renderer | undefined {
    return this.renderer;
  }

  load(): void {
    this.renderer?.load(this.scene);
  }

  apply(change: SceneChange): void {
    this.renderer?.apply(change);
  }

  setSelection(nodeIds: readonly string[]): void {
    this.selection = nodeIds;
    this.renderer?.setSelection(nodeIds);
  }

  setPeers(peers: readonly Client[]): void {
    this.peers = peers;
    this.renderer?.setPeers(peers);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.sizes.disconnect();
    this.sights.disconnect();
    this.stopTheme();
    this.sleep();
  }

  /** Gives back what drawing takes; in sight again, it draws again. */
  sleep(): void {
    this.renderer?.dispose();
    this.renderer = undefined;
    liveCanvases.fellAsleep(this);
  }

  private fitIn(): void {
    const hasRoom = this.root.clientWidth > 0 && this.root.clientHeight > 0;
    if (hasRoom && this.renderer) {
      this.renderer.resize();
    } else if (hasRoom && this.inSight) {
      this.draw();
    }
  }

  private draw(): void {
    const made = this.make(this.root, readTheme(this.root), this.scene);
    if (!made) {
      return this.refuse();
    }
    this.renderer = made;
    liveCanvases.woke(this);
    made.on((event) => (event.kind === 'lost' ? this.lost() : this.events.emit(event)));
    made.load(this.scene);
    made.setSelection(this.selection);
    made.setPeers(this.peers);
    this.rendererChanged.emit(made.kind);
  }

  private refuse(): void {
    const text = 'This browser has no WebGL, without which so large a graph cannot be drawn.';
    const again = button('graphsync-button', 'Try again', 'Try again', () => {
      this.root.replaceChildren();
      this.fitIn();
    });
    this.root.replaceChildren(element('p', 'graphsync-refusal', text, again));
  }

  /** A page may hold only so many contexts: those in sight come back, the others when they do. */
  private lost(): void {
    this.sleep();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fitIn(), HAND_BACK_MS);
  }
}
