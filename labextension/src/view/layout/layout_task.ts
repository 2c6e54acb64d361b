import type { Point } from '../geometry';
import type { Replica } from '../../core';
import { roomFor } from './label_room';
import type { LayoutRequest } from './layout_request';
import type { Algorithm } from './layouts';
import { numberedGraph, type NumberedGraph } from './numbered_graph';
import { sharedPlace, type Placement } from './placement';

/** The property that keeps a node where it is while others are laid out. */
export const PINNED = '_pinned';

// The furthest that a node may be: people can write any number as a place.
const FURTHEST = 1e8;

/** The nodes of one layout, as they were when it began. */
export class LayoutTask {
  private readonly graph: NumberedGraph;
  private readonly before: readonly (Point | undefined)[];

  constructor(
    private readonly replica: Replica,
    private readonly placement: Placement,
    nodeIds: readonly string[]
  ) {
    this.graph = numberedGraph(nodeIds, replica, (nodeId) => roomFor(replica.nodes.get(nodeId)!));
    this.before = this.graph.nodeIds.map((nodeId) => sharedPlace(replica.nodes.get(nodeId)));
  }

  request(algorithm: Algorithm): LayoutRequest {
    const { nodeIds, shape, links } = this.graph;
    const chosen = new Set(nodeIds);
    const others = [...this.replica.nodes.keys()].filter((nodeId) => !chosen.has(nodeId));
    return {
      algorithm,
      links,
      widths: shape.widths,
      places: this.placesOf(nodeIds),
      pinned: Uint8Array.from(nodeIds, (nodeId) => (this.isPinned(nodeId) ? 1 : 0)),
      others: this.placesOf(others)
    };
  }

  moves(places: Float64Array): Map<string, Point> {
    const moves = new Map<string, Point>();
    this.graph.nodeIds.forEach((nodeId, row) => {
      const point = { x: Math.round(places[2 * row]!), y: Math.round(places[2 * row + 1]!) };
      if (this.mayMove(nodeId, row) && !isSame(point, this.before[row])) {
        moves.set(nodeId, point);
      }
    });
    return moves;
  }

  private mayMove(nodeId: string, row: number): boolean {
    const node = this.replica.nodes.get(nodeId);
    return (
      node !== undefined && !this.isPinned(nodeId) && isSame(sharedPlace(node), this.before[row])
    );
  }

  private isPinned(nodeId: string): boolean {
    return this.replica.nodes.get(nodeId)?.properties.get(PINNED) === true;
  }

  private placesOf(nodeIds: readonly string[]): Float64Array {
    const places = new Float64Array(2 * nodeIds.length);
    nodeIds.forEach((nodeId, row) => {
      const { x, y } = this.placement.of(nodeId);
      places.set([within(x), within(y)], 2 * row);
    });
    return places;
  }
}

function isSame(one: Point | undefined, other: Point | undefined): boolean {
  return one?.x === other?.x && one?.y === other?.y;
}

function within(value: number): number {
  return Math.max(-FURTHEST, Math.min(FURTHEST, value));
}
