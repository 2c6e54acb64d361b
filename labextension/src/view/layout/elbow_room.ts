import { GAP_X, GAP_Y } from '../geometry';
import type { Places } from './graph_shape';

/** Places are rounded to whole pixels in the end. */
const ROUNDING = 1;
const CELLS = 2 ** 26;

/**
 * Places that are taken, and the nearest that are free: two nodes are clear of each other where
 * they are a gap apart, across or down.
 */
export class ElbowRoom {
  private readonly cells = new Map<number, number[]>();
  /** Where a search around a cell ended, so that the next one there begins so far out. */
  private readonly reached = new Map<number, number>();

  take(x: number, y: number): void {
    const key = cellOf(x, y);
    const points = this.cells.get(key);
    if (points) {
      points.push(x, y);
    } else {
      this.cells.set(key, [x, y]);
    }
  }

  isFree(x: number, y: number): boolean {
    for (let across = -1; across <= 1; across += 1) {
      for (let down = -1; down <= 1; down += 1) {
        const points = this.cells.get(cellOf(x + across * GAP_X, y + down * GAP_Y));
        if (points && meets(points, x, y)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Returns the nearest free place in rings of steps around a place. */
  nearestFree(x: number, y: number): [number, number] {
    const key = cellOf(x, y);
    for (let ring = this.reached.get(key) ?? 1; ; ring += 1) {
      const found = this.freeInRing(x, y, ring);
      if (found) {
        this.reached.set(key, ring);
        return found;
      }
    }
  }

  private freeInRing(x: number, y: number, ring: number): [number, number] | undefined {
    let [best, nearest]: [[number, number] | undefined, number] = [undefined, Infinity];
    const look = (across: number, down: number): void => {
      const point: [number, number] = [x + across * GAP_X, y + down * GAP_Y];
      const distance = Math.hypot(across * GAP_X, down * GAP_Y);
      if (distance < nearest && this.isFree(...point)) {
        [best, nearest] = [point, distance];
      }
    };
    for (let along = -ring; along <= ring; along += 1) {
      look(along, -ring);
      look(along, ring);
      look(-ring, along);
      look(ring, along);
    }
    return best;
  }
}

/** Moves rows off places that are taken and off each other, those that must and as far as they must. */
export function keepClear(places: Places, pinned: Uint8Array, others: Places): void {
  const room = new ElbowRoom();
  for (let at = 0; at < others.length; at += 2) {
    room.take(others[at]!, others[at + 1]!);
  }
  pinned.forEach((isPinned, row) => isPinned && room.take(places[2 * row]!, places[2 * row + 1]!));
  const crowded: number[] = [];
  pinned.forEach((isPinned, row) => {
    const [x, y] = [places[2 * row]!, places[2 * row + 1]!];
    if (!isPinned && room.isFree(x, y)) {
      room.take(x, y);
    } else if (!isPinned) {
      crowded.push(row);
    }
  });
  for (const row of crowded) {
    const [x, y] = room.nearestFree(places[2 * row]!, places[2 * row + 1]!);
    room.take(x, y);
    places.set([x, y], 2 * row);
  }
}

function meets(points: readonly number[], x: number, y: number): boolean {
  for (let at = 0; at < points.length; at += 2) {
    const isNearAcross = Math.abs(points[at]! - x) < GAP_X - ROUNDING;
    if (isNearAcross && Math.abs(points[at + 1]! - y) < GAP_Y - ROUNDING) {
      return true;
    }
  }
  return false;
}

function cellOf(x: number, y: number): number {
  return Math.floor(x / GAP_X) * CELLS + Math.floor(y / GAP_Y);
}
