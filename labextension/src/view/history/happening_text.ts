import type { Actor, FeedEntry, Happening, Replica } from '../../core';
import { plain, type Piece } from '../panels/activity/pieces';
import { sentenceOf, whoIs, type Wording } from '../panels/activity/sentences';
import { propertyTitle } from '../looks/property_title';

/** A commit in a sentence: who, and what they did. */
export interface HappeningText {
  readonly who: string;
  readonly actor: Actor | undefined;
  readonly pieces: readonly Piece[];
}

const COMMANDS = new Map([
  ['update-settings', 'changed the settings'],
  ['restore-moment', 'restored what was']
]);
const KINDS = new Map([
  ['undo', 'took back a step: '],
  ['redo', 'did a step again: ']
]);

/** Tells what a commit did to a graph; `ownId` is the reader's own client. */
export function tell(
  { commit, entries }: Happening,
  graph: Replica,
  ownId: string | undefined
): HappeningText {
  if (!commit) {
    return { who: '', actor: undefined, pieces: [plain('The beginning, before the first change')] };
  }
  const who = whoIs(commit.actor, ownId);
  return {
    who,
    actor: commit.actor,
    pieces: what(commit.kind, commit.command_type, entries, wordingOf(graph))
  };
}

export function asText({ who, pieces }: HappeningText): string {
  return [who, pieces.map(({ text }) => text).join('')].filter(Boolean).join(' ');
}

function what(
  kind: string,
  commandType: string,
  entries: readonly FeedEntry[],
  wording: Wording
): Piece[] {
  const sentences = entries.map((entry) => ({ entry, ...sentenceOf(entry, wording) }));
  const changes = withoutLinks(sentences.filter(({ tone }) => tone === 'change'));
  const [first] = changes;
  const prefix = KINDS.get(kind) ?? (first ? prefixOf(commandType) : '');
  if (!first) {
    const told = sentences.find(({ entry }) => entry.record.event.startsWith('project:'));
    const done = COMMANDS.get(commandType) ?? `did ${commandType}`;
    return told ? [...told.pieces] : [plain(`${prefix}${done}`)];
  }
  const count = changes.reduce((sum, { entry }) => sum + entry.count, 0) - first.entry.count;
  const more = count > 0 ? [plain(`, and ${count.toLocaleString('en')} more`)] : [];
  return [...(prefix ? [plain(prefix)] : []), ...first.pieces, ...more];
}

interface Told {
  readonly entry: FeedEntry;
}

/** Links that come and go with nodes are no news beside those. */
function withoutLinks<T extends Told>(changes: readonly T[]): T[] {
  const events = new Set(changes.map(({ entry }) => entry.record.event));
  return changes.filter(({ entry: { record } }) => {
    const isWithNew = record.event === 'graph:node-linked' && events.has('graph:node-created');
    const isWithOld = record.event === 'graph:node-unlinked' && events.has('graph:node-deleted');
    return !isWithNew && !isWithOld;
  });
}

function prefixOf(commandType: string): string {
  return commandType === 'restore-moment' ? 'restored what was: ' : '';
}

function wordingOf(graph: Replica): Wording {
  return {
    typeTitle: (typeId) => graph.blueprintTypes.get(typeId)?.title || typeId,
    propertyTitle: (propertyId) => propertyTitle(graph, propertyId),
    command: undefined
  };
}
