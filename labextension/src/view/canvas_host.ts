import { Signal, type Client } from '../core';
import { button, element } from './dom';
import { liveCanvases, type LiveCanvas } from './live_canvases';
import type { Outlook, Overlay, Renderer, RendererEvent } from './renderer';
import type { LinkEnds, Scene, SceneChange } from './scene';
import { readTheme, watchTheme, type Theme } from './theme';

/** Makes the renderer that fits a browser and a scene; none where there is no such. */
export type MakeRenderer = (root: HTMLElement, theme: Theme, scene: Scene) => Renderer | undefined;

const HAND_BACK_MS = 500;
// A page tells that it changes its theme before the theme's style sheet has come.
const THEME_MS = [0, 100, 500, 2_000];

/**
 * Keeps a renderer while there is room for it on the page, and makes a new one when the browser
 * took from the old one what it draws with. What the canvas shows is kept meanwhile.
 */
export class CanvasHost implements LiveCanvas {
  readonly root = element('div', 'graphsync-canvas');
  readonly events = new Signal<RendererEvent>();
  readonly rendererChanged = new Signal<string>();
  private renderer: Renderer | undefined;
  private selection: readonly [readonly string[], readonly LinkEnds[]] = [[], []];
  private peers: readonly Client[] = [];
  private overlay: Overlay = {};
  private outlook: Outlook | undefined;
  private corner: { width: number; height: number } | undefined;
  private inSight = true;
  private readonly sizes = new ResizeObserver(() => this.wake());
  private readonly sights: IntersectionObserver;
  private readonly stopTheme: () => void;
  private timers: ReturnType<typeof setTimeout>[] = [];

  constructor(
    private readonly scene: Scene,
    private readonly make: MakeRenderer
  ) {
    this.root.tabIndex = 0;
    this.root.setAttribute('role', 'application');
    this.root.setAttribute('aria-roledescription', 'graph');
    this.sizes.observe(this.root);
    this.sights = new IntersectionObserver((entries) => {
      this.inSight = entries[entries.length - 1]!.isIntersecting;
      this.wake();
    });
    this.sights.observe(this.root);
    this.stopTheme = watchTheme(() => this.retheme());
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

  setSelection(nodeIds: readonly string[], links: readonly LinkEnds[] = []): void {
    this.selection = [nodeIds, links];
    this.renderer?.setSelection(nodeIds, links);
  }

  setPeers(peers: readonly Client[]): void {
    this.peers = peers;
    this.renderer?.setPeers(peers);
  }

  setOverlay(overlay: Overlay): void {
    this.overlay = overlay;
    this.renderer?.setOverlay(overlay);
  }

  /** Keeps a corner free of nodes, for what stands there. */
  reserve(corner: { width: number; height: number } | undefined): void {
    this.corner = corner;
    this.renderer?.reserve(corner);
  }

  /** Says to people who do not see it what the canvas is, and what keys do there. */
  describe(text: string): void {
    this.root.setAttribute('aria-label', text);
  }

  dispose(): void {
    this.timers.forEach((timer) => clearTimeout(timer));
    this.sizes.disconnect();
    this.sights.disconnect();
    this.stopTheme();
    this.sleep();
  }

  /** Gives back what drawing takes; in sight again, it draws again, as it looked. */
  sleep(): void {
    this.outlook = this.renderer?.outlook() ?? this.outlook;
    this.renderer?.dispose();
    this.renderer = undefined;
    liveCanvases.fellAsleep(this);
  }

  /** Draws, if there is room and somebody to see it; fits what is drawn into the room. */
  wake(): void {
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
    made.reserve(this.corner);
    made.load(this.scene);
    made.setSelection(...this.selection);
    made.setPeers(this.peers);
    made.setOverlay(this.overlay);
    if (this.outlook) {
      made.restore(this.outlook);
    }
    this.rendererChanged.emit(made.kind);
  }

  private refuse(): void {
    const text = 'This browser has no WebGL, without which so large a graph cannot be drawn.';
    const again = button('graphsync-button', 'Try again', 'Try again', () => {
      this.root.replaceChildren();
      this.wake();
    });
    this.root.replaceChildren(element('p', 'graphsync-refusal', text, again));
  }

  private retheme(): void {
    THEME_MS.forEach((wait) =>
      this.later(wait, () => this.renderer?.setTheme(readTheme(this.root)))
    );
  }

  /** A page may hold only so many contexts: those in sight come back, the others when they do. */
  private lost(): void {
    this.sleep();
    this.later(HAND_BACK_MS, () => this.wake());
  }

  private later(wait: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.timers = this.timers.filter((other) => other !== timer);
      act();
    }, wait);
    this.timers.push(timer);
  }
}
