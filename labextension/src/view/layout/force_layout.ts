import iterate from 'graphology-layout-forceatlas2/iterate.js';
import { degree, linksOf, type GraphShape, type Places } from './graph_shape';
import { CLEAR } from './clear';
import { closeness } from './closeness';

/** How many numbers ForceAtlas2 keeps of a node, and which. */
const FIELDS = 10;
const [X, Y, MASS, CONVERGENCE, SIZE, FIXED] = [0, 1, 6, 7, 8, 9];

/** Two linked nodes alone come to rest so far apart, in the units in which forces are reckoned. */
const REST = 2 * Math.sqrt(10);
const PIXELS = CLEAR / REST;
const WIDEST = 2.5;

const SETTINGS = {
  linLogMode: false,
  outboundAttractionDistribution: false,
  adjustSizes: false,
  edgeWeightInfluence: 1,
  scalingRatio: 10,
  strongGravityMode: true,
  gravity: 0.05,
  barnesHutTheta: 0.8
};

/** Lays a graph out by forces (ForceAtlas2), beginning where its nodes are; yields after rounds. */
export function* forceLayout(
  shape: GraphShape,
  start: Places,
  pinned: Uint8Array
): Generator<number, Places> {
  const isPinned = pinned.includes(1);
  const middle = middleOf(start);
  const nodes = matrixOf(shape, isPinned ? inUnits(start, middle) : squared(start), pinned);
  const links = linkMatrix(shape);
  const rounds = roundsFor(shape.count);
  const settings = {
    ...SETTINGS,
    slowDown: 1 + Math.log(shape.count),
    barnesHutOptimize: shape.count > 500
  };
  for (let round = 0; round < rounds; round += 1) {
    iterate(settings, nodes, links);
    yield (round + 1) / rounds;
  }
  const places = new Float64Array(2 * shape.count);
  for (let row = 0; row < shape.count; row += 1) {
    places[2 * row] = nodes[FIELDS * row + X]!;
    places[2 * row + 1] = nodes[FIELDS * row + Y]!;
  }
  const scale = isPinned ? PIXELS : spreadFor(places);
  return places.map((value, at) => value * scale + middle[at % 2]!);
}

function roundsFor(count: number): number {
  return Math.max(60, Math.min(400, Math.round(1_000_000 / count)));
}

/** Pixels a unit so that few nodes are on each other; not so many that links become endless. */
function spreadFor(places: Places): number {
  const sides = ([0, 1] as const).map((side) => extent(places, side));
  const room = WIDEST * CLEAR * Math.sqrt(places.length / 2);
  const most = room / (Math.max(sides[0]!.length, sides[1]!.length) || room);
  return Math.min(most, CLEAR / (closeness(places) || REST));
}

function matrixOf(shape: GraphShape, start: Places, pinned: Uint8Array): Float32Array {
  const nodes = new Float32Array(FIELDS * shape.count);
  for (let row = 0; row < shape.count; row += 1) {
    const at = FIELDS * row;
    // Nodes on one spot or one line would never part: each begins a little beside its place.
    const [aside, below] = pinned[row] ? [0, 0] : [(row * 0.618034) % 1, (row * 0.754878) % 1];
    nodes[at + X] = start[2 * row]! + aside;
    nodes[at + Y] = start[2 * row + 1]! + below;
    nodes[at + MASS] = 1 + degree(shape.children, row) + degree(shape.parents, row);
    nodes[at + CONVERGENCE] = 1;
    nodes[at + SIZE] = 1;
    nodes[at + FIXED] = pinned[row]!;
  }
  return nodes;
}

function linkMatrix(shape: GraphShape): Float32Array {
  const links = linksOf(shape);
  const matrix = new Float32Array((links.length / 2) * 3).fill(1);
  for (let at = 0; at < links.length; at += 2) {
    matrix[(at / 2) * 3] = FIELDS * links[at]!;
    matrix[(at / 2) * 3 + 1] = FIELDS * links[at + 1]!;
  }
  return matrix;
}

function middleOf(places: Places): [number, number] {
  const count = places.length / 2;
  const sum = (side: number): number =>
    places.reduce((total, value, at) => (at % 2 === side ? total + value : total), 0);
  return [sum(0) / count, sum(1) / count];
}

function inUnits(start: Places, middle: [number, number]): Places {
  return start.map((value, at) => (value - middle[at % 2]!) / PIXELS);
}

/** Brings the start to a square of the size that forces will come to, with its middle at zero. */
function squared(start: Places): Places {
  const wanted = REST * Math.sqrt(start.length / 2);
  const sides = ([0, 1] as const).map((side) => extent(start, side));
  return start.map((value, at) => {
    const { middle, length } = sides[at % 2]!;
    return length > 0 ? ((value - middle) / length) * wanted : 0;
  });
}

function extent(places: Places, side: 0 | 1): { middle: number; length: number } {
  let [least, most] = [Infinity, -Infinity];
  for (let at = side; at < places.length; at += 2) {
    least = Math.min(least, places[at]!);
    most = Math.max(most, places[at]!);
  }
  return { middle: (least + most) / 2, length: most - least };
}
