import type { Replica } from '../../core';
import { asPoint, boxAround, GAP_X, GAP_Y, type Point } from '../geometry';
import { shapeOf } from './graph_shape';
import { wholeLayout } from './whole_layout';

/** The property that holds a place that everybody shares. */
export const POSITION = '_position';

const MOST_STEPS = 400;
const ORIGIN: Point = { x: 0, y: 0 };
const ROW_AT_LEAST = 6 * GAP_X;
const FLOOD = 12;

/**
 * Where every node is. A node with a `_position` is there; the others have a place of this
 * viewer's, which they keep: a node that comes is put beside its siblings, and no other moves.
 * Only a flood that more than doubles a graph is laid out as a whole: then there is no picture
 * yet that anybody could know by heart.
 */
export class Placement {
  private readonly points = new Map<string, Point>();
  private readonly taken = new Map<string, number>();
  private lastLoose: Point | undefined;
  private rowLeft = 0;
  private rowWidth = ROW_AT_LEAST;
  private hasShared = false;
  private slotted = 0;
  private isFlooded = false;

  constructor(private readonly replica: Replica) {}

  of(nodeId: string): Point {
    return this.points.get(nodeId) ?? ORIGIN;
  }

  all(): Iterable<Point> {
    return this.points.values();
  }

  /** Places all nodes anew. */
  load(): void {
    this.points.clear();
    this.taken.clear();
    [this.lastLoose, this.rowLeft, this.rowWidth] = [undefined, 0, ROW_AT_LEAST];
    [this.hasShared, this.slotted, this.isFlooded] = [false, 0, false];
    const unplaced: string[] = [];
    for (const node of this.replica.nodes.values()) {
      const shared = asPoint(node.properties.get(POSITION));
      if (shared) {
        this.hasShared = true;
        this.put(node.nodeId, shared);
      } else {
        unplaced.push(node.nodeId);
      }
    }
    if (this.hasShared && unplaced.length < FLOOD) {
      unplaced.forEach((nodeId) => this.put(nodeId, this.freeSlot(nodeId)));
    } else {
      this.placeAsWhole(unplaced);
    }
  }

  /** Brings the places of some nodes in step with the graph. Returns whether others moved too. */
  update(nodeIds: Iterable<string>): boolean {
    for (const nodeId of nodeIds) {
      this.updateOne(nodeId);
    }
    if (this.slotted < FLOOD || 2 * this.slotted < this.points.size || this.hasShared) {
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

  /** Lays nodes out as a picture of their own, below what has its place already. */
  private placeAsWhole(nodeIds: readonly string[]): void {
    const placed = wholeLayout(shapeOf(nodeIds, this.replica));
    const above = boxAround(this.points.values());
    const own = boxAround(placed.values());
    const [dx, dy] = this.hasShared
      ? [above.left - own.left, above.bottom + 2 * GAP_Y - own.top]
      : [0, 0];
    placed.forEach(({ x, y }, nodeId) => this.put(nodeId, { x: x + dx, y: y + dy }));
  }

  private updateOne(nodeId: string): void {
    const node = this.replica.nodes.get(nodeId);
    const shared = node && asPoint(node.properties.get(POSITION));
    if (!node) {
      this.remove(nodeId);
    } else if (shared) {
      this.hasShared = true;
      this.put(nodeId, shared);
    } else if (!this.points.has(nodeId)) {
      this.slotted += 1;
      this.put(nodeId, this.freeSlot(nodeId));
    }
  }

  private put(nodeId: string, point: Point): void {
    this.remove(nodeId);
    this.points.set(nodeId, point);
    this.count(point, 1);
  }

  private remove(nodeId: string): void {
    const old = this.points.get(nodeId);
    if (old) {
      this.count(old, -1);
      this.points.delete(nodeId);
    }
  }

  private freeSlot(nodeId: string): Point {
    const start = this.besideSiblings(nodeId) ?? this.aboveChildren(nodeId);
    for (let step = 0; start && step < MOST_STEPS; step += 1) {
      const slot = { x: start.x + step * GAP_X, y: start.y };
      if (!this.isTaken(slot)) {
        return slot;
      }
    }
    return this.looseSlot();
  }

  private besideSiblings(nodeId: string): Point | undefined {
    for (const parentId of this.replica.parents(nodeId).keys()) {
      const parent = this.points.get(parentId);
      if (parent) {
        const last = this.rightmost(this.replica.children(parentId).keys());
        return last ? { x: last.x + GAP_X, y: last.y } : { x: parent.x, y: parent.y + GAP_Y };
      }
    }
    return undefined;
  }

  private aboveChildren(nodeId: string): Point | undefined {
    const child = this.rightmost(this.replica.children(nodeId).keys());
    return child && { x: child.x, y: child.y - GAP_Y };
  }

  private rightmost(nodeIds: Iterable<string>): Point | undefined {
    let last: Point | undefined;
    for (const nodeId of nodeIds) {
      const point = this.points.get(nodeId);
      if (point && (!last || point.x > last.x)) {
        last = point;
      }
    }
    return last;
  }

  /** Rows below the picture: where a node without relations is seen, and in nobody's way. */
  private looseSlot(): Point {
    if (this.points.size === 0) {
      this.lastLoose = ORIGIN;
      return ORIGIN;
    }
    const next = this.lastLoose && { x: this.lastLoose.x + GAP_X, y: this.lastLoose.y };
    const slot = next && this.isInRow(next) && !this.isTaken(next) ? next : this.newRow();
    this.lastLoose = slot;
    return slot;
  }

  private isInRow({ x }: Point): boolean {
    return x - this.rowLeft < this.rowWidth;
  }

  private newRow(): Point {
    const box = boxAround(this.points.values());
    this.rowLeft = box.left;
    this.rowWidth = Math.max(ROW_AT_LEAST, box.right - box.left);
    return { x: box.left, y: box.bottom + GAP_Y };
  }

  private isTaken(point: Point): boolean {
    return (this.taken.get(cell(point)) ?? 0) > 0;
  }

  private count(point: Point, by: number): void {
    const key = cell(point);
    const count = (this.taken.get(key) ?? 0) + by;
    if (count > 0) {
      this.taken.set(key, count);
    } else {
      this.taken.delete(key);
    }
  }
}

function cell({ x, y }: Point): string {
  return `${Math.round(x / GAP_X)}:${Math.round(y / GAP_Y)}`;
}
