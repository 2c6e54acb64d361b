/** What a layout needs to know of a graph: who there is, and who leads to whom. */
export interface GraphShape {
  readonly nodeIds: readonly string[];
  /** Children by parent; only ids out of `nodeIds`. */
  readonly children: ReadonlyMap<string, readonly string[]>;
}

export interface Links {
  children(nodeId: string): ReadonlyMap<string, unknown>;
}

/** Returns the shape of these nodes and of the links among them, in an order that ids decide. */
export function shapeOf(nodeIds: Iterable<string>, links: Links): GraphShape {
  const sorted = [...nodeIds].sort();
  const known = new Set(sorted);
  const children = new Map<string, string[]>();
  for (const nodeId of sorted) {
    const among = [...links.children(nodeId).keys()].filter(
      (childId) => known.has(childId) && childId !== nodeId
    );
    children.set(nodeId, among.sort());
  }
  return { nodeIds: sorted, children };
}

/** Names nodes for libraries that keep them as keys of objects: people's ids must not be such. */
export function keysOf(shape: GraphShape): Map<string, string> {
  return new Map(shape.nodeIds.map((nodeId, index) => [nodeId, `n${index}`]));
}

/** Splits a shape into parts that no link joins, the largest first. */
export function components(shape: GraphShape): GraphShape[] {
  const neighbours = new Map<string, string[]>(shape.nodeIds.map((nodeId) => [nodeId, []]));
  for (const [parentId, children] of shape.children) {
    for (const childId of children) {
      neighbours.get(parentId)!.push(childId);
      neighbours.get(childId)!.push(parentId);
    }
  }
  const seen = new Set<string>();
  const found: GraphShape[] = [];
  for (const nodeId of shape.nodeIds) {
    if (!seen.has(nodeId)) {
      found.push({ nodeIds: reach(nodeId, neighbours, seen), children: shape.children });
    }
  }
  return found.sort((one, other) => other.nodeIds.length - one.nodeIds.length);
}

function reach(start: string, neighbours: Map<string, string[]>, seen: Set<string>): string[] {
  seen.add(start);
  const queue = [start];
  for (const nodeId of queue) {
    for (const next of neighbours.get(nodeId)!) {
      if (!seen.has(next)) {
        seen.add(next);
        queue.push(next);
      }
    }
  }
  return queue;
}

/** Tells whether no path leads back to where it began. */
export function isAcyclic(shape: GraphShape): boolean {
  const waiting = parentCounts(shape);
  const ready = shape.nodeIds.filter((nodeId) => waiting.get(nodeId) === 0);
  for (const nodeId of ready) {
    for (const childId of shape.children.get(nodeId) ?? []) {
      const left = waiting.get(childId)! - 1;
      waiting.set(childId, left);
      if (left === 0) {
        ready.push(childId);
      }
    }
  }
  return ready.length === shape.nodeIds.length;
}

/** Returns the root where a connected part is a tree. */
export function treeRoot(shape: GraphShape): string | undefined {
  const counts = parentCounts(shape);
  const roots = shape.nodeIds.filter((nodeId) => counts.get(nodeId) === 0);
  const others = shape.nodeIds.length - 1;
  const singleParents = shape.nodeIds.filter((nodeId) => counts.get(nodeId) === 1).length;
  return roots.length === 1 && singleParents === others ? roots[0] : undefined;
}

/** Returns how many parents each node of a part has. */
function parentCounts(shape: GraphShape): Map<string, number> {
  const counts = new Map(shape.nodeIds.map((nodeId) => [nodeId, 0]));
  for (const nodeId of shape.nodeIds) {
    (shape.children.get(nodeId) ?? []).forEach((childId) => {
      counts.set(childId, counts.get(childId)! + 1);
    });
  }
  return counts;
}
