import type { Replica } from '../../core';
import { propertyTitle } from '../looks/property_title';
import { counted, shorten } from '../text';
import type { Change } from './step_sentences';

// What everybody shares of the view is not told as a property.
const DEEDS = new Map([
  ['name', 'renamed'],
  ['_position', 'moved'],
  ['_color', 'coloured'],
  ['_pinned', 'pinned']
]);

/**
 * Says what a step had done that was undone, or does that is done again: `moved 32 nodes`. A node
 * that is there after an undo had been deleted; one that is not had been added.
 */
export function deedsText(
  changes: readonly Change[],
  replica: Replica,
  direction: 'undo' | 'redo'
): string {
  const whole = changes.filter((change) => change.property_id === undefined);
  const nodes = whole.flatMap(({ node_id }) => node_id ?? []);
  const links = whole.flatMap(({ parent_id, child_id }) =>
    parent_id === undefined || child_id === undefined ? [] : [[parent_id, child_id] as const]
  );
  const isThere = (nodeId: string): boolean => replica.nodes.has(nodeId);
  const isLinked = ([parentId, childId]: readonly [string, string]): boolean =>
    replica.link(parentId, childId) !== undefined;
  const [nodesThere, nodesGone] = [nodes.filter(isThere), nodes.filter((id) => !isThere(id))];
  const [linksThere, linksGone] = [links.filter(isLinked), links.filter((ends) => !isLinked(ends))];
  const [madeThere, madeGone] = direction === 'undo' ? [false, true] : [true, false];
  const told = [
    ...wholeText(madeThere ? 'added' : 'deleted', nodesThere, replica),
    ...wholeText(madeGone ? 'added' : 'deleted', nodesGone, replica),
    // Links come and go with their nodes.
    ...(nodes.length > 0 ? [] : linkText(madeThere ? 'made' : 'removed', linksThere.length)),
    ...(nodes.length > 0 ? [] : linkText(madeGone ? 'made' : 'removed', linksGone.length)),
    ...propertiesText(withoutShared(changes, replica, direction), new Set(nodes), replica),
    ...(changes.some((change) => change.blueprint_type_id !== undefined) ? ['changed a type'] : [])
  ];
  return told.join(', ');
}

/** Leaves out the places that others were given beside what was done, if something was. */
function withoutShared(
  changes: readonly Change[],
  replica: Replica,
  direction: 'undo' | 'redo'
): readonly Change[] {
  const hasWhole = changes.some(({ property_id }) => property_id === undefined);
  const isGiven = ({ node_id, property_id }: Change): boolean =>
    property_id === '_position' &&
    node_id !== undefined &&
    (hasWhole ||
      (direction === 'undo' && !replica.nodes.get(node_id)?.properties.has('_position')));
  const done = changes.filter((change) => !isGiven(change));
  return done.length > 0 ? done : changes;
}

function wholeText(deed: string, nodeIds: readonly string[], replica: Replica): string[] {
  return nodeIds.length === 0 ? [] : [`${deed} ${nodesText(nodeIds, replica)}`];
}

function linkText(deed: string, count: number): string[] {
  return count === 0 ? [] : [`${deed} ${counted(count, 'link')}`];
}

function propertiesText(
  changes: readonly Change[],
  whole: ReadonlySet<string>,
  replica: Replica
): string[] {
  const byProperty = new Map<string, Set<string>>();
  let links = 0;
  for (const { node_id, property_id } of changes) {
    if (property_id !== undefined && node_id !== undefined && !whole.has(node_id)) {
      byProperty.set(property_id, (byProperty.get(property_id) ?? new Set()).add(node_id));
    } else if (property_id !== undefined && node_id === undefined) {
      links += 1;
    }
  }
  const told = [...byProperty].map(([propertyId, nodeIds]) => {
    const nodes = nodesText([...nodeIds], replica);
    const deed = DEEDS.get(propertyId);
    const title = shorten(propertyTitle(replica, propertyId));
    return deed === undefined ? `changed ${title} of ${nodes}` : `${deed} ${nodes}`;
  });
  return links > 0 ? [...told, `changed ${counted(links, 'link')}`] : told;
}

/** One node is named, if it is there; many are counted. */
function nodesText(nodeIds: readonly string[], replica: Replica): string {
  const name = replica.nodes.get(nodeIds[0]!)?.name;
  return nodeIds.length > 1
    ? counted(nodeIds.length, 'node')
    : name === undefined
      ? 'a node'
      : shorten(name);
}
