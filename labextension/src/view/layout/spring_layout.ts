import { keepClear } from './elbow_room';
import { forestOf } from './forest';
import { linksOf, type GraphShape, type Places } from './graph_shape';
import { packedForest } from './packed_forest';
import { CLEAR } from './clear';

const ROUNDS = 150;
const GRAVITY = 0.05;
const LENGTH = 1.3 * CLEAR;

/**
 * Lays a small graph out by springs (Fruchterman and Reingold, 1991), always alike: it reckons
 * with what every browser rounds in the same way. Its time grows with the square of the nodes.
 */
export function springLayout(shape: GraphShape): Places {
  const places = packedForest(forestOf(shape)).map((value) => value / CLEAR);
  const links = linksOf(shape);
  const pulls = new Float64Array(places.length);
  const hottest = Math.sqrt(shape.count) / 4;
  centre(places);
  for (let round = 0; round < ROUNDS; round += 1) {
    places.forEach((value, at) => (pulls[at] = -GRAVITY * value));
    pushApart(places, pulls);
    pullTogether(places, links, pulls);
    move(places, pulls, hottest * (1 - round / ROUNDS));
  }
  places.forEach((value, at) => (places[at] = value * LENGTH));
  keepClear(places, new Uint8Array(shape.count), new Float64Array(0));
  return places;
}

function centre(places: Places): void {
  let [x, y] = [0, 0];
  for (let at = 0; at < places.length; at += 2) {
    x += places[at]!;
    y += places[at + 1]!;
  }
  const count = places.length / 2;
  places.forEach((value, at) => (places[at] = value - (at % 2 === 0 ? x : y) / count));
}

function pushApart(places: Places, pulls: Float64Array): void {
  for (let one = 0; one < places.length; one += 2) {
    for (let other = 0; other < one; other += 2) {
      const [dx, dy] = [places[one]! - places[other]!, places[one + 1]! - places[other + 1]!];
      const push = 1 / (dx * dx + dy * dy + 1e-6);
      pulls[one]! += dx * push;
      pulls[one + 1]! += dy * push;
      pulls[other]! -= dx * push;
      pulls[other + 1]! -= dy * push;
    }
  }
}

function pullTogether(places: Places, links: Uint32Array, pulls: Float64Array): void {
  for (let at = 0; at < links.length; at += 2) {
    const [one, other] = [2 * links[at]!, 2 * links[at + 1]!];
    const [dx, dy] = [places[one]! - places[other]!, places[one + 1]! - places[other + 1]!];
    const pull = Math.sqrt(dx * dx + dy * dy);
    pulls[one]! -= dx * pull;
    pulls[one + 1]! -= dy * pull;
    pulls[other]! += dx * pull;
    pulls[other + 1]! += dy * pull;
  }
}

/** Follows the forces, but no further than the heat of the round lets it. */
function move(places: Places, pulls: Float64Array, heat: number): void {
  for (let at = 0; at < places.length; at += 2) {
    const force = Math.sqrt(pulls[at]! * pulls[at]! + pulls[at + 1]! * pulls[at + 1]!);
    const step = force > 0 ? Math.min(force, heat) / force : 0;
    places[at]! += pulls[at]! * step;
    places[at + 1]! += pulls[at + 1]! * step;
  }
}
