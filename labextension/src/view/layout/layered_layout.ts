import { GAP_Y } from '../geometry';
import { withBends } from './bends';
import { crossings } from './crossings';
import { forestOf } from './forest';
import { neighbours, type Adjacency, type GraphShape, type Places } from './graph_shape';
import { layersOf, withoutBackLinks } from './layering';
import { spread } from './spread';
import { tidyForest } from './tidy_forest';

const ORDER_ROUNDS = 10;
const PLACE_ROUNDS = 6;

/**
 * Lays a graph out in layers: links lead downwards, but for those that close a circle. Neighbours
 * are brought near each other by the middle of whom they are linked to (Sugiyama's method).
 */
export function layeredLayout(shape: GraphShape): Places {
  const acyclic = withoutBackLinks(shape);
  const bent = withBends({ shape: acyclic, layers: layersOf(acyclic) });
  const x = new Rows(bent.shape, bent.layers).across();
  const places = new Float64Array(2 * shape.count);
  for (let row = 0; row < shape.count; row += 1) {
    places[2 * row] = x[row]!;
    places[2 * row + 1] = bent.layers[row]! * GAP_Y;
  }
  return places;
}

/** The layers, while their rows are put in order and to their places. */
class Rows {
  private readonly x: Float64Array;
  private readonly wanted: Float64Array;
  private readonly layers: Uint32Array[];

  constructor(
    private readonly shape: GraphShape,
    layers: Uint32Array
  ) {
    this.x = tidyForest(forestOf(shape));
    this.wanted = this.x.slice();
    const byLayer: number[][] = [];
    layers.forEach((layer, row) => (byLayer[layer] ??= []).push(row));
    this.layers = byLayer.map((rows) => Uint32Array.from(rows));
  }

  across(): Float64Array {
    const { children, parents } = this.shape;
    const upwards = [...this.layers].reverse();
    this.layers.forEach((rows) => this.sort(rows, []));
    this.findOrder();
    for (let round = 0; round < PLACE_ROUNDS; round += 1) {
      this.layers.forEach((rows) => this.place(rows, [parents]));
      upwards.forEach((rows) => this.place(rows, [children]));
    }
    this.layers.forEach((rows) => this.place(rows, [parents, children]));
    return this.x;
  }

  /** Sorts downwards and upwards by turns, and takes the order that had the fewest crossings. */
  private findOrder(): void {
    const { children, parents } = this.shape;
    const upwards = [...this.layers].reverse();
    let fewest = Infinity;
    let best = { x: this.x.slice(), layers: this.layers.map((rows) => rows.slice()) };
    for (let round = 0; round <= ORDER_ROUNDS && fewest > 0; round += 1) {
      const found = crossings(this.shape, this.layers);
      if (found < fewest) {
        fewest = found;
        best = { x: this.x.slice(), layers: this.layers.map((rows) => rows.slice()) };
      }
      this.layers.forEach((rows) => this.sort(rows, [parents]));
      upwards.forEach((rows) => this.sort(rows, [children]));
    }
    this.x.set(best.x);
    this.layers.forEach((rows, layer) => rows.set(best.layers[layer]!));
  }

  /** Orders a layer by where its neighbours are, and lines it up. */
  private sort(rows: Uint32Array, sides: readonly Adjacency[]): void {
    rows.forEach((row) => (this.wanted[row] = this.middle(row, sides)));
    rows.sort(
      (one, other) =>
        this.wanted[one]! - this.wanted[other]! || this.x[one]! - this.x[other]! || one - other
    );
    this.lineUp(rows);
  }

  /** Moves a layer towards its neighbours, keeping its order. */
  private place(rows: Uint32Array, sides: readonly Adjacency[]): void {
    rows.forEach((row) => (this.wanted[row] = this.middle(row, sides)));
    this.lineUp(rows);
  }

  private lineUp(rows: Uint32Array): void {
    const { widths } = this.shape;
    const wanted = Float64Array.from(rows, (row) => this.wanted[row]!);
    const gaps = Float64Array.from(rows, (row, at) =>
      at === 0 ? 0 : (widths[row]! + widths[rows[at - 1]!]!) / 2
    );
    spread(wanted, gaps);
    rows.forEach((row, at) => (this.x[row] = wanted[at]!));
  }

  /** Returns where the neighbours of a row are on average; where it is itself if it has none. */
  private middle(row: number, sides: readonly Adjacency[]): number {
    let [sum, count] = [0, 0];
    for (const side of sides) {
      for (const other of neighbours(side, row)) {
        sum += this.x[other]!;
        count += 1;
      }
    }
    return count === 0 ? this.x[row]! : sum / count;
  }
}
