import type { Client } from '../core';
import type { Box, Point } from './geometry';
import type { Scene, SceneChange } from './scene';
import type { Theme } from './theme';

/** What people do on a canvas. */
export type RendererEvent =
  | { kind: 'select'; nodeIds: readonly string[] }
  /** The canvas lost what it draws with, and has to be made anew. */
  | { kind: 'lost' };

/** Draws a scene in an element and says what people do there. */
export interface Renderer {
  readonly kind: 'sigma' | 'svg';
  load(scene: Scene): void;
  apply(change: SceneChange): void;
  setSelection(nodeIds: readonly string[]): void;
  /** Shows what the others have selected. */
  setPeers(peers: readonly Client[]): void;
  setTheme(theme: Theme): void;
  /** Brings a node to the middle. */
  focus(nodeId: string): void;
  /** Shows these nodes, or all. */
  fit(nodeIds?: Iterable<string>): void;
  /** The part of the graph that is seen, in graph coordinates. */
  viewport(): Box;
  /** Shows this part of the graph, as large as it goes. */
  show(box: Box): void;
  /** The element has another size now. */
  resize(): void;
  toPNG(): Promise<Blob>;
  /** Where a node is, in pixels from the top left of the element. */
  screenPosition(nodeId: string): Point | undefined;
  on(listener: (event: RendererEvent) => void): () => void;
  dispose(): void;
}
