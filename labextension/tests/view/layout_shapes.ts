import { shapeFromLinks, type GraphShape, type Places } from '../../src/view/layout/graph_shape';
import type { LayoutRequest } from '../../src/view/layout/layout_request';
import type { Algorithm } from '../../src/view/layout/layouts';

export type Pair = readonly [number, number];

/** Numbers that look random and are the same every time. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export const KINDS = [
  'tree',
  'dag',
  'anything',
  'forest',
  'star',
  'chain',
  'single nodes'
] as const;

/** Links of a graph of some kind, without self-links and doubles. */
export function pairsOf(kind: (typeof KINDS)[number], count: number, seed = 1): Pair[] {
  const random = seeded(seed);
  const some = (below: number): number => Math.floor(random() * below);
  const pairs = new Map<string, Pair>();
  const link = (parent: number, child: number): void => {
    if (parent !== child) {
      pairs.set(`${parent}-${child}`, [parent, child]);
    }
  };
  for (let row = 1; row < count; row += 1) {
    switch (kind) {
      case 'tree':
        link(some(row), row);
        break;
      case 'dag':
        link(some(row), row);
        link(some(row), row);
        break;
      case 'anything':
        link(some(count), some(count));
        break;
      case 'forest':
        if (row % 7 !== 0) {
          link(row - 1 - some(row % 7), row);
        }
        break;
      case 'star':
        link(0, row);
        break;
      case 'chain':
        link(row - 1, row);
        break;
      case 'single nodes':
        break;
    }
  }
  return [...pairs.values()];
}

export function shapeOf(count: number, pairs: readonly Pair[]): GraphShape {
  return shapeFromLinks(count, Uint32Array.from(pairs.flat()));
}

export function requestFor(
  algorithm: Algorithm,
  count: number,
  pairs: readonly Pair[],
  fields: Partial<LayoutRequest> = {}
): LayoutRequest {
  return {
    algorithm,
    links: Uint32Array.from(pairs.flat()),
    widths: new Float32Array(count).fill(120),
    places: new Float64Array(2 * count),
    pinned: new Uint8Array(count),
    others: new Float64Array(0),
    ...fields
  };
}

export function pointAt(places: Places, row: number): { x: number; y: number } {
  return { x: places[2 * row]!, y: places[2 * row + 1]! };
}

/** Returns pairs of rows that are nearer than a gap both across and down; rounding is allowed. */
export function meeting(places: Places): [number, number][] {
  const rows = Array.from({ length: places.length / 2 }, (_, row) => row);
  rows.sort((one, other) => places[2 * one]! - places[2 * other]!);
  const found: [number, number][] = [];
  rows.forEach((one, at) => {
    for (const other of rows.slice(at + 1)) {
      if (places[2 * other]! - places[2 * one]! >= 118) {
        break;
      }
      if (Math.abs(places[2 * other + 1]! - places[2 * one + 1]!) < 88) {
        found.push([one, other]);
      }
    }
  });
  return found;
}

/** Returns those numbers that are no place on any map. */
export function absurd(places: Places): number[] {
  return [...places].filter((value) => !(Math.abs(value) <= 1e9));
}
