import { boxAround, GAP_X, GAP_Y, type Box, type Point } from '../geometry';

/** Who is related to whom. */
export interface Relations {
  parents(nodeId: string): ReadonlyMap<string, unknown>;
  children(nodeId: string): ReadonlyMap<string, unknown>;
}

const MOST_STEPS = 400;
const CELLS = 2 ** 26;
const ORIGIN: Point = { x: 0, y: 0 };
const ROW_AT_LEAST = 6 * GAP_X;

/**
 * Places by node, and the rule that finds one for a newcomer: right of its last sibling, else
 * below its parent, else above its children, else in rows below the picture. The time that takes
 * does not grow with the number of siblings.
 */
export class Slots {
  readonly points = new Map<string, Point>();
  private readonly taken = new Map<number, number>();
  /** The child that is furthest right, by parent; as far as somebody asked. */
  private readonly lastChildren = new Map<string, string>();
  private lastLoose: Point | undefined;
  private row = { left: 0, width: ROW_AT_LEAST };
  private box: Box | undefined;

  constructor(private readonly relations: Relations) {}

  clear(): void {
    this.points.clear();
    this.taken.clear();
    this.lastChildren.clear();
    this.lastLoose = undefined;
    this.box = undefined;
  }

  put(nodeId: string, point: Point): void {
    const old = this.points.get(nodeId);
    if (old) {
      this.count(old, -1);
    }
    if (old && point.x < old.x) {
      this.forgetLast(nodeId);
    }
    this.points.set(nodeId, point);
    this.count(point, 1);
    this.box = this.box && widened(this.box, point);
    this.compareWithSiblings(nodeId);
  }

  remove(nodeId: string): void {
    const old = this.points.get(nodeId);
    if (old) {
      this.count(old, -1);
      this.points.delete(nodeId);
      this.lastChildren.delete(nodeId);
      this.box = undefined;
    }
  }

  /** Notes that a node may have got parents. */
  compareWithSiblings(nodeId: string): void {
    const point = this.points.get(nodeId);
    if (!point || this.lastChildren.size === 0) {
      return;
    }
    for (const parentId of this.relations.parents(nodeId).keys()) {
      const last = this.lastChildren.get(parentId);
      if (last !== undefined && point.x > (this.points.get(last)?.x ?? -Infinity)) {
        this.lastChildren.set(parentId, nodeId);
      }
    }
  }

  freeSlot(nodeId: string): Point {
    const start = this.besideSiblings(nodeId) ?? this.aboveChildren(nodeId);
    return this.freeFrom(start, 1)[0] ?? this.looseSlot();
  }

  /** Places for nodes that are to come, as children of a node or without relations. */
  freeSlots(parentId: string | undefined, count: number): Point[] {
    const start = parentId === undefined ? undefined : this.underParent(parentId);
    const found = this.freeFrom(start, count);
    while (found.length < count) {
      found.push(this.looseSlot());
    }
    return found;
  }

  isFree(point: Point): boolean {
    return !this.isTaken(point);
  }

  private freeFrom(start: Point | undefined, count: number): Point[] {
    const found: Point[] = [];
    for (let step = 0; start && step < MOST_STEPS && found.length < count; step += 1) {
      const slot = { x: start.x + step * GAP_X, y: start.y };
      if (!this.isTaken(slot)) {
        found.push(slot);
      }
    }
    return found;
  }

  /** A node moved to the left, and may not be the last of its siblings any more. */
  private forgetLast(nodeId: string): void {
    for (const parentId of this.relations.parents(nodeId).keys()) {
      if (this.lastChildren.get(parentId) === nodeId) {
        this.lastChildren.delete(parentId);
      }
    }
  }

  private besideSiblings(nodeId: string): Point | undefined {
    for (const parentId of this.relations.parents(nodeId).keys()) {
      if (this.points.has(parentId)) {
        return this.underParent(parentId);
      }
    }
    return undefined;
  }

  private underParent(parentId: string): Point | undefined {
    const parent = this.points.get(parentId);
    const last = parent && this.lastChild(parentId);
    return last ? { x: last.x + GAP_X, y: last.y } : parent && { x: parent.x, y: parent.y + GAP_Y };
  }

  private aboveChildren(nodeId: string): Point | undefined {
    const child = this.placeOf(this.rightmost(nodeId));
    return child && { x: child.x, y: child.y - GAP_Y };
  }

  private lastChild(parentId: string): Point | undefined {
    let last = this.lastChildren.get(parentId);
    if (last === undefined || !this.isPlacedChild(last, parentId)) {
      last = this.rightmost(parentId);
      this.remember(parentId, last);
    }
    return this.placeOf(last);
  }

  private placeOf(nodeId: string | undefined): Point | undefined {
    return nodeId === undefined ? undefined : this.points.get(nodeId);
  }

  private isPlacedChild(nodeId: string, parentId: string): boolean {
    return this.points.has(nodeId) && this.relations.children(parentId).has(nodeId);
  }

  private remember(parentId: string, last: string | undefined): void {
    if (last === undefined) {
      this.lastChildren.delete(parentId);
    } else {
      this.lastChildren.set(parentId, last);
    }
  }

  private rightmost(parentId: string): string | undefined {
    let [last, right]: [string | undefined, number] = [undefined, -Infinity];
    for (const nodeId of this.relations.children(parentId).keys()) {
      const x = this.points.get(nodeId)?.x ?? -Infinity;
      if (x > right) {
        [last, right] = [nodeId, x];
      }
    }
    return last;
  }

  /** Rows below the picture: where a node without relations is seen, and in nobody's way. */
  private looseSlot(): Point {
    if (this.points.size === 0) {
      this.lastLoose = ORIGIN;
      this.row = { left: 0, width: ROW_AT_LEAST };
      return ORIGIN;
    }
    const next = this.lastLoose && { x: this.lastLoose.x + GAP_X, y: this.lastLoose.y };
    const slot = next && this.isInRow(next) && !this.isTaken(next) ? next : this.newRow();
    this.lastLoose = slot;
    return slot;
  }

  private isInRow({ x }: Point): boolean {
    return x - this.row.left < this.row.width;
  }

  private newRow(): Point {
    const { left, right, bottom } = (this.box ??= boxAround(this.points.values()));
    this.row = { left, width: Math.max(ROW_AT_LEAST, right - left) };
    return { x: left, y: bottom + GAP_Y };
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

function widened(box: Box, { x, y }: Point): Box {
  return {
    left: Math.min(box.left, x),
    top: Math.min(box.top, y),
    right: Math.max(box.right, x),
    bottom: Math.max(box.bottom, y)
  };
}

function cell({ x, y }: Point): number {
  return Math.round(x / GAP_X) * CELLS + Math.round(y / GAP_Y);
}
