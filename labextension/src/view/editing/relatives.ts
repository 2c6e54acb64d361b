import type { Replica } from '../../core';

/** The children of some nodes that are not among them. */
export function childrenOf(replica: Replica, nodeIds: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  for (const nodeId of nodeIds) {
    [...replica.children(nodeId).keys()].forEach((childId) => found.add(childId));
  }
  return [...found].filter((nodeId) => !nodeIds.has(nodeId));
}

export function someHasChildren(replica: Replica, nodeIds: Iterable<string>): boolean {
  for (const nodeId of nodeIds) {
    if (replica.children(nodeId).size > 0) {
      return true;
    }
  }
  return false;
}

/** Some nodes and all that can be reached from them along the links. */
export function subtreeOf(replica: Replica, nodeIds: Iterable<string>): string[] {
  const found = new Set(nodeIds);
  for (const nodeId of found) {
    [...replica.children(nodeId).keys()].forEach((childId) => found.add(childId));
  }
  return [...found];
}

/** A node in a sentence: `Lyon, Warehouse, 2 children`. */
export function describe(
  replica: Replica,
  nodeId: string,
  typeTitle: (typeId: string) => string
): string {
  const node = replica.nodes.get(nodeId);
  if (!node) {
    return '';
  }
  const children = replica.children(nodeId).size;
  const told = [node.name, typeTitle(node.blueprintTypeId)];
  if (children > 0) {
    told.push(children === 1 ? '1 child' : `${children} children`);
  }
  return told.join(', ');
}
