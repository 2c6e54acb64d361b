import type { KnownCommand } from '../../../core';
import { counted } from '../../text';
import { name, plain, type Piece } from './pieces';

/** What somebody does by a command: `add a node`, `adding a node`. */
export interface Deed {
  /** As after 'could not'. */
  readonly toDo: readonly Piece[];
  /** As after 'undid'. */
  readonly doing: readonly Piece[];
}

type Words = readonly [toDo: string, doing: string, what: string, noun?: string];

const DEEDS = new Map<string, Words>([
  ['create-node', ['add', 'adding', 'a node', 'node']],
  ['delete-node', ['delete', 'deleting', 'a node', 'node']],
  ['link-node', ['link', 'linking', 'two nodes', 'pair']],
  ['unlink-node', ['remove', 'removing', 'a link', 'link']],
  ['update-property', ['change', 'changing', 'a node']],
  ['delete-property', ['change', 'changing', 'a node']],
  ['update-properties', ['change', 'changing', 'several nodes']],
  ['update-link-property', ['change', 'changing', 'a link']],
  ['delete-link-property', ['change', 'changing', 'a link']],
  ['define-blueprint', ['define', 'defining', 'a type']],
  ['remove-blueprint', ['remove', 'removing', 'a type']],
  ['batch', ['do', 'doing', 'several things at once']],
  ['undo', ['undo', 'undoing', 'a step']],
  ['redo', ['redo', 'redoing', 'a step']],
  ['update-settings', ['change', 'changing', 'the settings']],
  ['save', ['save', 'saving', 'the graph']],
  ['load', ['load', 'loading', 'the graph']]
]);

/** Tells a command as a person would; what it was about, as far as that is known. */
export function deedOf(
  { type, count, about, names }: KnownCommand,
  propertyTitle: (propertyId: string) => string
): Deed {
  const node = (nodeId: string): Piece => name(names.get(nodeId) ?? 'a node');
  const { node_id, parent_id, child_id, property_id } = about;
  const isLink = parent_id !== undefined && child_id !== undefined;
  const [toDo, doing, , noun] = wordsFor(type);
  if (count > 1 && noun !== undefined) {
    return deed([toDo, doing, counted(count, noun)]);
  }
  if (type === 'create-node' && about.name !== undefined) {
    return deed(DEEDS.get(type)!, name(about.name));
  }
  if (type === 'unlink-node' && isLink) {
    return deed(['unlink', 'unlinking', ''], node(parent_id), plain(' from '), node(child_id));
  }
  if (isLink) {
    const joint = type === 'link-node' ? ' to ' : ' → ';
    return deed(wordsFor(type), node(parent_id), plain(joint), node(child_id));
  }
  if (node_id !== undefined && property_id === 'name') {
    return deed(['rename', 'renaming', ''], node(node_id));
  }
  if (node_id !== undefined && property_id !== undefined) {
    return deed(wordsFor(type), name(propertyTitle(property_id)), plain(' of '), node(node_id));
  }
  return node_id === undefined ? deed(wordsFor(type)) : deed(wordsFor(type), node(node_id));
}

function wordsFor(type: string): Words {
  return DEEDS.get(type) ?? ['do', 'doing', type.replaceAll('-', ' ') || 'something'];
}

function deed([toDo, doing, what]: Words, ...objects: readonly Piece[]): Deed {
  const rest = objects.length > 0 ? objects : [plain(what)];
  return { toDo: [plain(`${toDo} `), ...rest], doing: [plain(`${doing} `), ...rest] };
}
