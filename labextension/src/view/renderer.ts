import type { Client } from '../core';
import type { Box, Point } from './geometry';
import type { LinkEnds, Scene, SceneChange } from './scene';
import type { Theme } from './theme';

/** What is under the pointer. A handle is the knob at a node's rim that links are drawn from. */
export type Target =
  | { readonly kind: 'node'; readonly nodeId: string }
  | { readonly kind: 'handle'; readonly nodeId: string }
  | { readonly kind: 'link'; readonly link: LinkEnds }
  | { readonly kind: 'stage' };

/**
 * What a pointer does on a canvas. `move` is told while it is pressed and has left its place;
 * `hover` while it is not. A `click` ends no movement. `cancel`: what began with `down` is off.
 */
export interface PointerAction {
  readonly kind:
    | 'down'
    | 'move'
    | 'up'
    | 'cancel'
    | 'click'
    | 'double-click'
    | 'context-menu'
    | 'hover'
    | 'leave';
  readonly target: Target;
  /** Where in the graph. */
  readonly at: Point;
  /** Where on the canvas: pixels from its top left. */
  readonly screen: Point;
  readonly shift: boolean;
  readonly mod: boolean;
  readonly alt: boolean;
  readonly button: number;
  readonly isTouch: boolean;
  /** On `down`: dragging from here does not move the view. */
  keepCamera(): void;
}

export type RendererEvent =
  | PointerAction
  /** One looks at another part of the graph, or from nearer or further. */
  | { readonly kind: 'camera' }
  /** The canvas lost what it draws with, and has to be made anew. */
  | { readonly kind: 'lost' };

/** A link that is being drawn: to a place, or to a node that may not take it. */
export interface Draft {
  readonly from: string;
  readonly to: Point;
  readonly target?: string;
  readonly problem?: string;
}

/** What lies over the picture while somebody does something; the graph does not know of it. */
export interface Overlay {
  /** Where nodes are shown that are being dragged. */
  readonly moved?: ReadonlyMap<string, Point>;
  /** The box that selects, in graph coordinates. */
  readonly band?: Box;
  readonly draft?: Draft;
  /** The node that shows its knob. */
  readonly handle?: string;
}

/** Where one looks, kept while a canvas sleeps. */
export interface Outlook {
  readonly viewport: Box;
  /** Whether the view follows the whole graph: true until somebody has moved it. */
  readonly isWhole: boolean;
}

/** Draws a scene in an element and says what people do there. */
export interface Renderer {
  readonly kind: 'webgl' | 'svg';
  load(scene: Scene): void;
  apply(change: SceneChange): void;
  setSelection(nodeIds: readonly string[], links: readonly LinkEnds[]): void;
  /** Shows what the others have selected, where they point, and what they drag. */
  setPeers(peers: readonly Client[]): void;
  setOverlay(overlay: Overlay): void;
  /** Lets a node and its neighbours stand out, while all else fades; or nothing. */
  setHighlight(nodeId: string | undefined): void;
  /** Keeps the lower left corner free of nodes where the whole graph is shown. */
  reserve(corner: { width: number; height: number } | undefined): void;
  setTheme(theme: Theme): void;
  /** Brings a node to the middle. */
  focus(nodeId: string): void;
  /** Shows these nodes, or all, and from then on all that come. */
  fit(nodeIds?: Iterable<string>): void;
  zoomBy(factor: number): void;
  /** Moves the picture by pixels. */
  panBy(dx: number, dy: number): void;
  /** The part of the graph that is seen. */
  viewport(): Box;
  /** Shows this part of the graph, as large as it goes. */
  show(box: Box): void;
  /** Looks as a canvas did before it fell asleep. */
  restore(outlook: Outlook): void;
  outlook(): Outlook;
  /** The element has another size now. */
  resize(): void;
  /** A picture of twice the size, of what is seen or of the whole graph. */
  toPNG(part?: 'seen' | 'whole'): Promise<Blob>;
  /** Where a node is, in pixels from the top left of the element. */
  screenPosition(nodeId: string): Point | undefined;
  /** What place of the graph is at a place of the element. */
  graphPosition(screen: Point): Point;
  /** The nodes that are shown in a box of the graph. */
  nodesIn(box: Box): string[];
  on(listener: (event: RendererEvent) => void): () => void;
  dispose(): void;
}
