import { degree, neighbours, shapeFromLinks, type Adjacency, type GraphShape } from './graph_shape';

/** Trees that hold every row of a graph once. */
export interface Forest {
  readonly count: number;
  readonly roots: readonly number[];
  /** All rows, parents before children. */
  readonly order: Uint32Array;
  readonly children: Adjacency;
  readonly depths: Uint32Array;
  readonly widths: Float32Array;
}

/**
 * Takes a forest out of a graph: every node hangs on the parent by which a walk in breadth from
 * the roots first meets it. Circles without a root begin at their first row.
 */
export function forestOf(shape: GraphShape): Forest {
  const walk = new Walk(shape);
  for (let row = 0; row < shape.count; row += 1) {
    if (degree(shape.parents, row) === 0) {
      walk.begin(row);
    }
  }
  walk.goOn();
  for (let row = 0; row < shape.count; row += 1) {
    walk.begin(row);
    walk.goOn();
  }
  return walk.forest();
}

class Walk {
  private readonly seen: Uint8Array;
  private readonly order: Uint32Array;
  private readonly depths: Uint32Array;
  private readonly roots: number[] = [];
  private readonly links: number[] = [];
  private at = 0;
  private end = 0;

  constructor(private readonly shape: GraphShape) {
    this.seen = new Uint8Array(shape.count);
    this.order = new Uint32Array(shape.count);
    this.depths = new Uint32Array(shape.count);
  }

  begin(row: number): void {
    if (!this.seen[row]) {
      this.roots.push(row);
      this.take(row, 0);
    }
  }

  goOn(): void {
    for (; this.at < this.end; this.at += 1) {
      const row = this.order[this.at]!;
      for (const child of neighbours(this.shape.children, row)) {
        if (!this.seen[child]) {
          this.links.push(row, child);
          this.take(child, this.depths[row]! + 1);
        }
      }
    }
  }

  forest(): Forest {
    const { roots, order, depths, shape } = this;
    const { children } = shapeFromLinks(shape.count, Uint32Array.from(this.links), shape.widths);
    return { count: shape.count, roots, order, children, depths, widths: shape.widths };
  }

  private take(row: number, depth: number): void {
    this.seen[row] = 1;
    this.depths[row] = depth;
    this.order[this.end++] = row;
  }
}
