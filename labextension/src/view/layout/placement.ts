import type { GraphNode, Places, Replica } from '../../core';
import { asPoint, boxAround, GAP_Y, type Point } from '../geometry';
import { numberedGraph } from './numbered_graph';
import { Slots } from './slots';
import { wholeLayout } from './whole_layout';

/** The property that holds a place that everybody shares. */
export const POSITION = '_position';

const ORIGIN: Point = { x: 0, y: 0 };
const FLOOD = 12;
const MOST_SHARED_AT_ONCE = 20_000;
const MOST_REMEMBERED = 1_000;

/** Returns the place of a node that everybody shares, if it has one. */
export function sharedPlace(node: GraphNode | undefined): Point | undefined {
  return node && asPoint(node.properties.get(POSITION));
}

/**
 * Where every node is. A node with a `_position` is there; the others have a place of this
 * viewer's, which they keep: a node that comes is put beside its siblings, and no other moves.
 * Only a flood that more than doubles a graph is laid out as a whole: then there is no picture
 * yet that anybody could know by heart.
 */
export class Placement implements Places {
  private readonly slots: Slots;
  /** Where nodes were that are gone: an undo puts them back there. */
  private readonly left = new Map<string, Point>();
  /** Where nodes stood before another time was shown. */
  private kept: ReadonlyMap<string, Point> | undefined;
  private hasShared = false;
  private slotted = 0;
  private isFlooded = false;

  constructor(private readonly replica: Replica) {
    this.slots = new Slots(replica);
  }

  of(nodeId: string): Point {
    return this.slots.points.get(nodeId) ?? ORIGIN;
  }

  all(): Iterable<Point> {
    return this.slots.points.values();
  }

  free(parentId: string | undefined, count: number): Point[] {
    return this.slots.freeSlots(parentId, count);
  }

  /** Returns the places that nobody shares; none where they are too many for one command. */
  unshared(): Map<string, Point> {
    const { nodes } = this.replica;
    const found = new Map<string, Point>();
    if (nodes.size <= MOST_SHARED_AT_ONCE) {
      for (const [nodeId, node] of nodes) {
        const place = this.slots.points.get(nodeId);
        if (place && !node.properties.has(POSITION)) {
          found.set(nodeId, place);
        }
      }
    }
    return found;
  }

  /** From here on a node that nobody gave a place stands where it stands now. */
  keep(): void {
    this.kept = new Map([...this.left, ...this.slots.points]);
  }

  letGo(): void {
    this.kept = undefined;
  }

  /** Places all nodes anew: the same way for everybody who has the same graph. */
  load(): void {
    this.slots.clear();
    [this.hasShared, this.slotted, this.isFlooded] = [false, 0, false];
    const unplaced: string[] = [];
    for (const node of this.replica.nodes.values()) {
      const shared = sharedPlace(node);
      const place = shared ?? this.kept?.get(node.nodeId);
      if (place) {
        this.hasShared ||= shared !== undefined;
        this.slots.put(node.nodeId, place);
      } else {
        unplaced.push(node.nodeId);
      }
    }
    if (this.isSettled && unplaced.length < Math.max(FLOOD, this.slots.points.size)) {
      this.placeBesideOthers(unplaced.sort());
    } else {
      this.placeAsWhole(unplaced);
    }
  }

  /** Brings the places of some nodes in step with the graph. Returns whether others moved too. */
  update(nodeIds: Iterable<string>): boolean {
    for (const nodeId of nodeIds) {
      this.updateOne(nodeId);
    }
    if (this.slotted < FLOOD || 2 * this.slotted < this.slots.points.size || this.isSettled) {
      return false;
    }
    this.load();
    this.isFlooded = true;
    return true;
  }

  /** A flood is over: places what came last as part of the whole. Returns whether nodes moved. */
  settle(): boolean {
    const isUnsettled = this.isFlooded && this.slotted > 0 && !this.hasShared;
    if (isUnsettled) {
      this.load();
    }
    [this.slotted, this.isFlooded] = [0, false];
    return isUnsettled;
  }

  /** Whether there are places that stay, whatever comes. */
  private get isSettled(): boolean {
    return this.hasShared || this.kept !== undefined;
  }

  /** Gives slots first to nodes whose relations have a place, then to the relations of those. */
  private placeBesideOthers(nodeIds: readonly string[]): void {
    const waiting = new Set(nodeIds);
    const place = (first: string): void => {
      const queue = [first];
      for (const nodeId of queue) {
        if (waiting.delete(nodeId)) {
          this.slots.put(nodeId, this.slots.freeSlot(nodeId));
          this.relationsOf(nodeId).forEach((other) => waiting.has(other) && queue.push(other));
        }
      }
    };
    const isKnown = (nodeId: string): boolean =>
      this.relationsOf(nodeId).some((other) => this.slots.points.has(other));
    nodeIds.filter(isKnown).forEach(place);
    if (waiting.size < FLOOD) {
      waiting.forEach(place);
    } else {
      this.placeAsWhole([...waiting]);
    }
  }

  private relationsOf(nodeId: string): string[] {
    const [children, parents] = [this.replica.children(nodeId), this.replica.parents(nodeId)];
    return [...[...children.keys()].sort(), ...[...parents.keys()].sort()];
  }

  /** Lays nodes out as a picture of their own, below what has its place already. */
  private placeAsWhole(nodeIds: readonly string[]): void {
    const numbered = numberedGraph(nodeIds, this.replica);
    const places = wholeLayout(numbered.shape);
    const points = numbered.nodeIds.map((_, row) => ({
      x: places[2 * row]!,
      y: places[2 * row + 1]!
    }));
    const [above, own] = [boxAround(this.slots.points.values()), boxAround(points)];
    const [left, top] =
      this.slots.points.size > 0 ? [above.left, above.bottom + 2 * GAP_Y] : [ORIGIN.x, ORIGIN.y];
    numbered.nodeIds.forEach((nodeId, row) => {
      const { x, y } = points[row]!;
      this.slots.put(nodeId, { x: x - own.left + left, y: y - own.top + top });
    });
  }

  private updateOne(nodeId: string): void {
    const node = this.replica.nodes.get(nodeId);
    const shared = sharedPlace(node);
    if (!node) {
      this.remember(nodeId);
      this.slots.remove(nodeId);
    } else if (shared) {
      this.hasShared = true;
      this.slots.put(nodeId, shared);
    } else if (!this.slots.points.has(nodeId)) {
      this.slotted += 1;
      const kept = this.formerPlace(nodeId) ?? this.kept?.get(nodeId);
      this.slots.put(nodeId, kept ?? this.slots.freeSlot(nodeId));
    } else {
      this.slots.compareWithSiblings(nodeId);
    }
  }

  private remember(nodeId: string): void {
    const place = this.slots.points.get(nodeId);
    if (place) {
      this.left.set(nodeId, place);
    }
    if (this.left.size > MOST_REMEMBERED) {
      this.left.delete(this.left.keys().next().value!);
    }
  }

  private formerPlace(nodeId: string): Point | undefined {
    const place = this.left.get(nodeId);
    this.left.delete(nodeId);
    return place && this.slots.isFree(place) ? place : undefined;
  }
}
