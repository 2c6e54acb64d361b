import { isSame } from '../editing/same';
import type { GraphLink, GraphNode, Properties, Replica } from '../replica';

/** How a graph differs from one before it, by the ids of nodes; view state is left out. */
export interface Comparison {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Nodes with another name, type or property, or with a link that came, went or changed. */
  readonly changed: readonly string[];
}

/** Compares what was with what is. */
export function compare(before: Replica, after: Replica): Comparison {
  const added: string[] = [];
  const changed: string[] = [];
  for (const [nodeId, node] of after.nodes) {
    const old = before.nodes.get(nodeId);
    if (!old) {
      added.push(nodeId);
    } else if (!isSameNode(old, node) || !hasSameLinks(nodeId, before, after)) {
      changed.push(nodeId);
    }
  }
  const removed = [...before.nodes.keys()].filter((nodeId) => !after.nodes.has(nodeId));
  return { added, removed, changed };
}

function isSameNode(one: GraphNode, other: GraphNode): boolean {
  return (
    one === other ||
    (one.name === other.name &&
      one.blueprintTypeId === other.blueprintTypeId &&
      hasSame(one.properties, other.properties))
  );
}

/** Among nodes that are there before and after: a link to a newcomer is the newcomer's change. */
function hasSameLinks(nodeId: string, before: Replica, after: Replica): boolean {
  const [old, now] = [before.children(nodeId), after.children(nodeId)];
  const isKept = (childId: string, link: GraphLink): boolean => {
    const other = now.get(childId);
    return other ? hasSame(link.properties, other.properties) : !after.nodes.has(childId);
  };
  return (
    [...old].every(([childId, link]) => isKept(childId, link)) &&
    [...now.keys()].every((childId) => old.has(childId) || !before.nodes.has(childId))
  );
}

function hasSame(one: Properties, other: Properties): boolean {
  const [old, now] = [told(one), told(other)];
  return (
    one === other ||
    (old.length === now.length &&
      old.every(([id, value]) => other.has(id) && isSame(value, other.get(id))))
  );
}

/** What is not view state, such as a place. */
function told(properties: Properties): [string, unknown][] {
  return [...properties].filter(([propertyId]) => !propertyId.startsWith('_'));
}
