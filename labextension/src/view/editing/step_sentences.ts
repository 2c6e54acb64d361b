import type { Client, Replica } from '../../core';
import { counted, shorten } from '../text';

interface StepSentences {
  readonly did: string;
  /** Given where somebody's later work was kept. */
  readonly kept: string | undefined;
}

/** One thing that an undo or a redo changed, or left as somebody else had made it. */
interface Change {
  readonly node_id?: string;
  readonly property_id?: string;
  readonly by?: string | null;
}

/** Says what an undo or a redo did, and what it left alone. */
export function stepSentences(
  what: string,
  result: unknown,
  replica: Replica,
  clients: ReadonlyMap<string, Client>
): StepSentences {
  const { applied = [], skipped = [] } = (result ?? {}) as {
    applied?: readonly Change[];
    skipped?: readonly Change[];
  };
  const did = applied.length === 0 ? `${what}.` : `${what}: ${changesText(applied, replica)}.`;
  if (skipped.length === 0) {
    return { did, kept: undefined };
  }
  const names = new Set(skipped.map(({ by }) => (by && clients.get(by)?.name) || 'somebody else'));
  const who = [...names].join(' and ');
  return { did, kept: `Kept what ${who} changed since: ${changesText(skipped, replica)}.` };
}

function changesText(changes: readonly Change[], replica: Replica): string {
  const texts = new Set(changes.map((change) => changeText(change, replica)));
  const [only] = texts;
  return texts.size === 1 && only !== undefined ? only : counted(texts.size, 'change');
}

function changeText({ node_id, property_id }: Change, replica: Replica): string {
  if (node_id === undefined) {
    return property_id === undefined ? 'a link or a type' : 'a property of a link';
  }
  const node = shorten(replica.nodes.get(node_id)?.name ?? 'a node');
  return property_id === undefined ? node : `${propertyText(property_id)} of ${node}`;
}

function propertyText(propertyId: string): string {
  return VIEW_STATE.get(propertyId) ?? shorten(propertyId);
}

const VIEW_STATE = new Map([
  ['_position', 'the place'],
  ['_color', 'the colour'],
  ['_pinned', 'the pin']
]);
