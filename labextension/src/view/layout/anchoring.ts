import { boxAround, type Point } from '../geometry';
import { degree, type GraphShape, type Places } from './graph_shape';
import type { LayoutRequest } from './layout_request';

const HIERARCHIES: ReadonlySet<string> = new Set(['layered', 'tree', 'tree-right', 'radial']);

/**
 * Moves a picture as a whole to where its nodes were: pinned nodes to their places on average,
 * else the root of a hierarchy to its place, else the middle to where it was.
 */
export function anchor(places: Places, shape: GraphShape, request: LayoutRequest): void {
  const [was, is] = anchors(places, shape, request);
  const [dx, dy] = [was.x - is.x, was.y - is.y];
  for (let at = 0; at < places.length; at += 2) {
    places[at]! += dx;
    places[at + 1]! += dy;
  }
}

function anchors(places: Places, shape: GraphShape, request: LayoutRequest): [Point, Point] {
  const { pinned, algorithm } = request;
  if (pinned.includes(1)) {
    return [average(request.places, pinned), average(places, pinned)];
  }
  const root = HIERARCHIES.has(algorithm) ? onlyRoot(shape) : undefined;
  return root === undefined
    ? [middle(request.places), middle(places)]
    : [pointAt(request.places, root), pointAt(places, root)];
}

function onlyRoot({ count, parents }: GraphShape): number | undefined {
  let root: number | undefined;
  for (let row = 0; row < count; row += 1) {
    if (degree(parents, row) === 0) {
      if (root !== undefined) {
        return undefined;
      }
      root = row;
    }
  }
  return root;
}

function average(places: Places, chosen: Uint8Array): Point {
  let [x, y, count] = [0, 0, 0];
  chosen.forEach((isChosen, row) => {
    x += isChosen * places[2 * row]!;
    y += isChosen * places[2 * row + 1]!;
    count += isChosen;
  });
  return { x: x / count, y: y / count };
}

function middle(places: Places): Point {
  const points = Array.from({ length: places.length / 2 }, (_, row) => pointAt(places, row));
  const { left, top, right, bottom } = boxAround(points);
  return { x: (left + right) / 2, y: (top + bottom) / 2 };
}

function pointAt(places: Places, row: number): Point {
  return { x: places[2 * row]!, y: places[2 * row + 1]! };
}
