import { degree, linksOf, neighbours, shapeFromLinks, type GraphShape } from './graph_shape';

/** Returns a graph without the links that lead back in a walk in depth: it has no circle. */
export function withoutBackLinks(shape: GraphShape): GraphShape {
  const finished = finishingOrder(shape);
  const links = linksOf(shape);
  const kept: number[] = [];
  for (let at = 0; at < links.length; at += 2) {
    // Every node but those on a circle is finished after its children.
    if (finished[links[at]!]! > finished[links[at + 1]!]!) {
      kept.push(links[at]!, links[at + 1]!);
    }
  }
  const isAcyclic = kept.length === links.length;
  return isAcyclic ? shape : shapeFromLinks(shape.count, Uint32Array.from(kept), shape.widths);
}

/** Walks in depth, from roots first; tells as the how-manieth each row was left for good. */
function finishingOrder(shape: GraphShape): Uint32Array {
  const { count, children, parents } = shape;
  const next = children.starts.slice(0, count);
  const seen = new Uint8Array(count);
  const finished = new Uint32Array(count);
  let clock = 0;
  const walk = (start: number): void => {
    const path = seen[start] ? [] : [start];
    seen[start] = 1;
    while (path.length > 0) {
      const row = path[path.length - 1]!;
      if (next[row]! === children.starts[row + 1]!) {
        finished[row] = clock++;
        path.pop();
        continue;
      }
      const child = children.rows[next[row]!++]!;
      if (!seen[child]) {
        seen[child] = 1;
        path.push(child);
      }
    }
  };
  const rows = Array.from({ length: count }, (_, row) => row);
  rows.filter((row) => degree(parents, row) === 0).forEach(walk);
  rows.forEach(walk);
  return finished;
}

/**
 * Gives every row of a graph without circles a layer: below all its parents, by the longest path;
 * what has no parents stands right above its children.
 */
export function layersOf({ count, children, parents }: GraphShape): Uint32Array {
  const layers = new Uint32Array(count);
  const waiting = Uint32Array.from({ length: count }, (_, row) => degree(parents, row));
  const ready: number[] = [];
  waiting.forEach((left, row) => left === 0 && ready.push(row));
  const roots = ready.slice();
  for (const row of ready) {
    for (const child of neighbours(children, row)) {
      layers[child] = Math.max(layers[child]!, layers[row]! + 1);
      waiting[child]! -= 1;
      if (waiting[child] === 0) {
        ready.push(child);
      }
    }
  }
  for (const row of roots) {
    const nearest = neighbours(children, row).reduce(
      (least, c) => Math.min(least, layers[c]!),
      count
    );
    layers[row] = degree(children, row) === 0 ? 0 : nearest - 1;
  }
  return layers;
}
