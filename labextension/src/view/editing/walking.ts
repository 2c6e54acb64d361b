import type { Replica } from '../../core';
import type { Point } from '../geometry';

export type Direction = 'up' | 'down' | 'left' | 'right';

/** What walking needs to know of a picture. */
export interface Ground {
  readonly replica: Replica;
  /** The nodes that are seen. */
  readonly nodeIds: Iterable<string>;
  isSeen(nodeId: string): boolean;
  placeOf(nodeId: string): Point;
}

/**
 * Where one gets from a node: down to its first child, up to a parent, to the side to a sibling. A
 * node without such links has the nearest node in that direction.
 */
export function step(ground: Ground, from: string, direction: Direction): string | undefined {
  const { replica } = ground;
  if (direction === 'down' || direction === 'up') {
    const isLinked = replica.parents(from).size + replica.children(from).size > 0;
    const links = direction === 'down' ? replica.children(from) : replica.parents(from);
    return isLinked ? seenInOrder(ground, links.keys())[0] : nearest(ground, from, direction);
  }
  const siblings = siblingsOf(ground, from);
  const by = direction === 'left' ? -1 : 1;
  return siblings.length > 1
    ? siblings[siblings.indexOf(from) + by]
    : nearest(ground, from, direction);
}

/** Where one begins: the root that is furthest to the upper left. */
export function start(ground: Ground): string | undefined {
  const seen = [...ground.nodeIds];
  const roots = rootsOf(ground, seen);
  return (roots.length > 0 ? roots : seen)
    .map((nodeId) => ({ nodeId, ...ground.placeOf(nodeId) }))
    .sort((one, other) => one.y - other.y || one.x - other.x)[0]?.nodeId;
}

function siblingsOf(ground: Ground, from: string): string[] {
  const { replica } = ground;
  const [parentId] = seenInOrder(ground, replica.parents(from).keys());
  if (parentId !== undefined) {
    return seenInOrder(ground, replica.children(parentId).keys());
  }
  const isLoose = replica.children(from).size === 0;
  return isLoose ? [] : seenInOrder(ground, rootsOf(ground, ground.nodeIds));
}

function rootsOf({ replica }: Ground, nodeIds: Iterable<string>): string[] {
  return [...nodeIds].filter(
    (nodeId) => replica.parents(nodeId).size === 0 && replica.children(nodeId).size > 0
  );
}

function seenInOrder(ground: Ground, nodeIds: Iterable<string>): string[] {
  return [...nodeIds]
    .filter((nodeId) => ground.isSeen(nodeId))
    .map((nodeId) => ({ nodeId, ...ground.placeOf(nodeId) }))
    .sort((one, other) => one.x - other.x || one.y - other.y)
    .map(({ nodeId }) => nodeId);
}

/** The node that is nearest within a right angle around a direction; aside counts double. */
function nearest(ground: Ground, from: string, direction: Direction): string | undefined {
  const here = ground.placeOf(from);
  let [found, least] = [undefined as string | undefined, Infinity];
  for (const nodeId of ground.nodeIds) {
    const { ahead, aside } = seenFrom(here, ground.placeOf(nodeId), direction);
    const far = ahead + 2 * aside;
    if (nodeId !== from && ahead > 0 && aside <= ahead && far < least) {
      [found, least] = [nodeId, far];
    }
  }
  return found;
}

function seenFrom(here: Point, there: Point, direction: Direction) {
  const [dx, dy] = [there.x - here.x, there.y - here.y];
  const isLevel = direction === 'left' || direction === 'right';
  const sign = direction === 'left' || direction === 'up' ? -1 : 1;
  return isLevel
    ? { ahead: sign * dx, aside: Math.abs(dy) }
    : { ahead: sign * dy, aside: Math.abs(dx) };
}
