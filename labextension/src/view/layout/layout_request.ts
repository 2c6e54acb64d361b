import { shapeFromLinks, type GraphShape, type Places } from './graph_shape';
import type { Algorithm } from './layouts';

/** What is to be laid out, as arrays that go to a worker as they are. Rows stand for nodes. */
export interface LayoutRequest {
  readonly algorithm: Algorithm;
  /** Parent row, child row, parent row … */
  readonly links: Uint32Array;
  readonly widths: Float32Array;
  /** Where the nodes are now. */
  readonly places: Places;
  /** 1 for rows that stay where they are. */
  readonly pinned: Uint8Array;
  /** Where nodes are that are not to be laid out, and not to be covered. */
  readonly others: Places;
}

/** What a layout says while it goes on, and at its end. */
export type LayoutAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'progress'; readonly done: number }
  | { readonly kind: 'done'; readonly places: Places }
  | { readonly kind: 'failed'; readonly message: string };

export function shapeOfRequest({ widths, links }: LayoutRequest): GraphShape {
  return shapeFromLinks(widths.length, links, widths);
}
