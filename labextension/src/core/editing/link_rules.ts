import type { Settings } from '../protocol';
import type { Replica } from '../replica';

// A server looks through everything; a page answers while a link is dragged.
const MOST_STEPS = 5_000;

/** Says in a sentence why a parent may not be linked to a child; nothing where it may. */
export function linkProblem(
  graph: Replica,
  { structure }: Pick<Settings, 'structure'>,
  parentId: string,
  childId: string
): string | undefined {
  const [parent, child] = [graph.nodes.get(parentId), graph.nodes.get(childId)];
  if (!parent || !child) {
    return 'One of the nodes is not there any more.';
  }
  if (graph.link(parentId, childId)) {
    return `${parent.name} is linked to ${child.name} already.`;
  }
  const notAllowed = childProblem(graph, parentId, child.blueprintTypeId);
  if (notAllowed !== undefined || structure === 'graph') {
    return notAllowed;
  }
  if (parentId === childId) {
    return 'A node cannot be its own parent here.';
  }
  const [taken] = structure === 'tree' ? graph.parents(childId).keys() : [];
  if (taken !== undefined) {
    return `${child.name} has a parent already, ${graph.nodes.get(taken)?.name ?? taken}.`;
  }
  return leadsTo(graph, childId, parentId) ? 'This would close a cycle.' : undefined;
}

/** Says why a node may not have children of a type; nothing where it may. */
export function childProblem(
  graph: Replica,
  parentId: string,
  childTypeId: string
): string | undefined {
  const typeId = graph.nodes.get(parentId)?.blueprintTypeId ?? '';
  const allowed = graph.blueprintTypes.get(typeId)?.allowed_children;
  if (!allowed || allowed.includes(childTypeId)) {
    return undefined;
  }
  const titleOf = (id: string): string => graph.blueprintTypes.get(id)?.title ?? id;
  return `${titleOf(typeId)} cannot have ${titleOf(childTypeId)} as a child.`;
}

/**
 * Whether links lead down from one node to another. Searches from both ends in turn, so that a
 * leaf costs nothing; unsure after many steps, it says no.
 */
function leadsTo(graph: Replica, startId: string, goalId: string): boolean {
  let [here, there] = [
    { seen: new Set([startId]), todo: [startId], near: (id: string) => graph.children(id) },
    { seen: new Set([goalId]), todo: [goalId], near: (id: string) => graph.parents(id) }
  ];
  let steps = 0;
  while (steps < MOST_STEPS) {
    const nodeId = here.todo.pop();
    if (nodeId === undefined) {
      return false;
    }
    for (const near of here.near(nodeId).keys()) {
      if (there.seen.has(near)) {
        return true;
      }
      if (!here.seen.has(near)) {
        here.seen.add(near);
        here.todo.push(near);
      }
      steps += 1;
    }
    steps += 1;
    [here, there] = [there, here];
  }
  return false;
}
