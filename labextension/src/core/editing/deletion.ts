import type { GraphLink, Replica } from '../replica';

/** Returns all links of a node, each once. */
export function linksOf(replica: Replica, nodeId: string): GraphLink[] {
  const outgoing = [...replica.children(nodeId).values()];
  const incoming = replica.parents(nodeId).values();
  return [...incoming, ...outgoing.filter(({ childId }) => childId !== nodeId)];
}

/**
 * Returns the descendants that go with a node when it is deleted with `cascade`: those that no
 * other node holds. Nodes in `gone` hold nothing.
 */
export function heldByNothingElse(
  replica: Replica,
  rootId: string,
  gone: ReadonlySet<string> = new Set()
): ReadonlySet<string> {
  const doomed = descendants(replica, rootId, gone);
  const isHolding = (parentId: string): boolean =>
    parentId !== rootId && !doomed.has(parentId) && !gone.has(parentId);
  const saved = [...doomed].filter((nodeId) => [...replica.parents(nodeId).keys()].some(isHolding));
  for (let nodeId = saved.pop(); nodeId !== undefined; nodeId = saved.pop()) {
    if (doomed.delete(nodeId)) {
      for (const childId of replica.children(nodeId).keys()) {
        saved.push(childId);
      }
    }
  }
  return doomed;
}

function descendants(replica: Replica, rootId: string, gone: ReadonlySet<string>): Set<string> {
  const found = new Set<string>();
  const todo = [rootId];
  for (let nodeId = todo.pop(); nodeId !== undefined; nodeId = todo.pop()) {
    for (const childId of replica.children(nodeId).keys()) {
      if (childId !== rootId && !found.has(childId) && !gone.has(childId)) {
        found.add(childId);
        todo.push(childId);
      }
    }
  }
  return found;
}
