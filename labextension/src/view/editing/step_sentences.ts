import type { Client, Replica } from '../../core';
import { counted, shorten } from '../text';
import { deedsText } from './step_deeds';

interface StepSentences {
  readonly did: string;
  /** Given where somebody's later work was kept. */
  readonly kept: string | undefined;
}

/** One thing that an undo or a redo changed, or left as somebody else had made it. */
export interface Change {
  readonly node_id?: string;
  readonly parent_id?: string;
  readonly child_id?: string;
  readonly blueprint_type_id?: string;
  readonly property_id?: string;
  readonly by?: string | null;
}

/** Says what an undo or a redo did, and what it left alone. */
export function stepSentences(
  direction: 'undo' | 'redo',
  result: unknown,
  replica: Replica,
  clients: ReadonlyMap<string, Client>
): StepSentences {
  const { applied = [], skipped = [] } = (result ?? {}) as {
    applied?: readonly Change[];
    skipped?: readonly Change[];
  };
  const what = direction === 'undo' ? 'Undone' : 'Done again';
  const deeds = deedsText(applied, replica, direction);
  const did = deeds === '' ? `${what}.` : `${what}: ${deeds}.`;
  if (skipped.length === 0) {
    return { did, kept: undefined };
  }
  const names = new Set(skipped.map(({ by }) => (by && clients.get(by)?.name) || 'somebody else'));
  const who = [...names].join(' and ');
  return { did, kept: `Kept what ${who} changed since: ${changesText(skipped, replica)}.` };
}

function changesText(changes: readonly Change[], replica: Replica): string {
  const nodes = new Set(changes.flatMap(({ node_id }) => node_id ?? []));
  const links = new Set(
    changes.flatMap(({ parent_id, child_id }) =>
      parent_id === undefined ? [] : JSON.stringify([parent_id, child_id])
    )
  );
  const types = changes.some(({ blueprint_type_id }) => blueprint_type_id !== undefined);
  return [
    ...(nodes.size > 0 ? [nodesText(nodes, changes, replica)] : []),
    ...(links.size > 0 ? [counted(links.size, 'link')] : []),
    ...(types ? ['a type'] : [])
  ].join(', ');
}

/** One node is named, with its property if that is all of it; many are counted. */
function nodesText(
  nodeIds: ReadonlySet<string>,
  changes: readonly Change[],
  replica: Replica
): string {
  const [only] = nodeIds;
  if (nodeIds.size > 1 || only === undefined) {
    return counted(nodeIds.size, 'node');
  }
  const name = shorten(replica.nodes.get(only)?.name ?? 'a node');
  const properties = new Set(
    changes.flatMap(({ node_id, property_id }) => {
      return node_id === only ? [property_id] : [];
    })
  );
  const [property] = properties;
  return properties.size === 1 && property !== undefined
    ? `${propertyText(property)} of ${name}`
    : name;
}

function propertyText(propertyId: string): string {
  return VIEW_STATE.get(propertyId) ?? shorten(propertyId);
}

const VIEW_STATE = new Map([
  ['_position', 'the place'],
  ['_color', 'the colour'],
  ['_pinned', 'the pin']
]);
