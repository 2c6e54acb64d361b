import type { Actor, FeedEntry, KnownCommand } from '../../../core';
import { counted, shorten, valueText } from '../../text';
import { deedOf } from './deeds';
import { name, plain, type Piece } from './pieces';
import { reasonOf } from './reasons';

export type Tone = 'change' | 'command' | 'failure' | 'session';

export interface Sentence {
  readonly icon: string;
  readonly tone: Tone;
  readonly pieces: readonly Piece[];
}

/** What types and properties are called, and what is known of the command that an entry is about. */
export interface Wording {
  readonly typeTitle: (typeId: string) => string;
  readonly propertyTitle: (propertyId: string) => string;
  readonly command: KnownCommand | undefined;
}

const SHOWN_ORIGINS = new Map([
  ['kernel', 'kernel'],
  ['rest', 'REST']
]);

/** Returns what an actor is called; `ownId` is the reader's own client. */
export function whoIs(actor: Actor | undefined, ownId: string | undefined): string {
  if (!actor) {
    return 'Somebody';
  }
  const name = actor.name || actor.username || 'Somebody';
  const origin = SHOWN_ORIGINS.get(actor.origin);
  const told = origin && origin !== name ? `${shorten(name)} (${origin})` : shorten(name);
  return actor.client_id === ownId ? 'You' : told;
}

/** Tells one entry of the feed as a sentence, without who did it. */
export function sentenceOf(entry: FeedEntry, wording: Wording): Sentence {
  const { record } = entry;
  if (entry.count > 1) {
    return manyAlike(entry, wording);
  }
  const node = (nodeId: string): Piece => {
    const called = entry.names.get(nodeId);
    return called === undefined ? plain('a node') : name(called);
  };
  const property = (propertyId: string): Piece => name(wording.propertyTitle(propertyId));
  switch (record.event) {
    case 'graph:node-created': {
      const { node_id, blueprint_type_id, parent_id } = record.payload;
      const type = plain(` (${wording.typeTitle(blueprint_type_id)})`);
      const under = parent_id === undefined ? [] : [plain(' under '), node(parent_id)];
      return change('+', plain('added '), node(node_id), type, ...under);
    }
    case 'graph:node-deleted':
      return change('−', plain('deleted '), node(record.payload.node_id));
    case 'graph:node-linked': {
      const { parent_id, child_id } = record.payload;
      return change('→', plain('linked '), node(parent_id), plain(' to '), node(child_id));
    }
    case 'graph:node-unlinked': {
      const { parent_id, child_id } = record.payload;
      return change('⇸', plain('unlinked '), node(parent_id), plain(' from '), node(child_id));
    }
    case 'graph:property-changed':
      return propertyChanged(record.payload, node(record.payload.node_id), property);
    case 'graph:property-deleted': {
      const { node_id, property_id } = record.payload;
      const deed = REMOVED.get(property_id);
      return deed === undefined
        ? change('✎', plain('removed '), property(property_id), plain(' of '), node(node_id))
        : change('✎', plain(`${deed} `), node(node_id));
    }
    case 'graph:link-property-changed': {
      const { parent_id, child_id, property_id, new_value } = record.payload;
      const link = [node(parent_id), plain(' → '), node(child_id)];
      const value = [plain(' to '), name(valueText(new_value))];
      return change('✎', plain('set '), property(property_id), plain(' of '), ...link, ...value);
    }
    case 'graph:link-property-deleted': {
      const { parent_id, child_id, property_id } = record.payload;
      const link = [node(parent_id), plain(' → '), node(child_id)];
      return change('✎', plain('removed '), property(property_id), plain(' of '), ...link);
    }
    case 'graph:blueprint-defined': {
      const { title, blueprint_type_id } = record.payload.blueprint_type;
      return change('▤', plain('defined the type '), name(title || blueprint_type_id));
    }
    case 'graph:blueprint-removed':
      return change('▤', plain('removed the type '), name(record.payload.blueprint_type_id));
    case 'command:executing':
      return command('▸', plain('began '), ...deed(wording).doing);
    case 'command:executed':
      return command('✓', plain('finished '), ...deed(wording).doing);
    case 'command:failed': {
      const reason = plain(`: ${reasonOf(record.payload.error)}`);
      const pieces = [plain('could not '), ...deed(wording).toDo, reason];
      return { icon: '✕', tone: 'failure', pieces };
    }
    case 'command:undo':
      return command('↶', plain('undid '), ...deed(wording).doing);
    case 'command:redo':
      return command('↷', plain('redid '), ...deed(wording).doing);
    case 'session:connected':
      return session('●', 'joined');
    case 'session:disconnected':
      return session('○', 'left');
    case 'session:presence':
      return session('●', 'presence changed');
    case 'project:saved':
      return command('⤓', plain('saved the graph to '), file(record.payload.project_id));
    case 'project:loaded':
      return record.payload.project_id.endsWith('.graphsync')
        ? command('⤒', plain('loaded the graph from '), file(record.payload.project_id))
        : command('⤒', plain('loaded a whole graph'));
    default: {
      const missing: never = record;
      return missing;
    }
  }
}

// What everybody shares of the view is not told as a property.
const REMOVED = new Map([
  ['_pinned', 'unpinned'],
  ['_color', 'took the colour from'],
  ['_position', 'forgot the place of']
]);
const SET = new Map([
  ['_pinned', 'pinned'],
  ['_color', 'coloured'],
  ['_position', 'moved']
]);
const SIGN = new Map([['_position', '✥']]);

/** What one command did alike to many things. */
function manyAlike({ record, count }: FeedEntry, { propertyTitle }: Wording): Sentence {
  const many = (noun: string): Piece => name(counted(count, noun));
  switch (record.event) {
    case 'graph:node-created':
      return change('+', plain('added '), many('node'));
    case 'graph:node-deleted':
      return change('−', plain('deleted '), many('node'));
    case 'graph:node-linked':
      return change('→', plain('made '), many('link'));
    case 'graph:node-unlinked':
      return change('⇸', plain('removed '), many('link'));
    case 'graph:property-changed':
    case 'graph:property-deleted': {
      const { property_id } = record.payload;
      const isSet = record.event === 'graph:property-changed';
      const deed = isSet ? setDeed(record.payload) : REMOVED.get(property_id);
      const plainDeed = [plain(isSet ? 'set ' : 'removed '), name(propertyTitle(property_id))];
      return deed === undefined
        ? change('✎', ...plainDeed, plain(' of '), many('node'))
        : change(SIGN.get(property_id) ?? '✎', plain(`${deed} `), many('node'));
    }
    default:
      return change('✎', plain('changed '), many('thing'));
  }
}

interface Changed {
  property_id: string;
  old_value: unknown;
  new_value: unknown;
}

function propertyChanged(
  { property_id, old_value, new_value }: Changed,
  node: Piece,
  property: (propertyId: string) => Piece
): Sentence {
  if (property_id === 'name') {
    const before = name(valueText(old_value));
    return change('✎', plain('renamed '), before, plain(' to '), name(valueText(new_value)));
  }
  const deed = setDeed({ property_id, old_value });
  if (deed !== undefined) {
    return change(SIGN.get(property_id) ?? '✎', plain(`${deed} `), node);
  }
  const value = name(valueText(new_value));
  return change(
    '✎',
    plain('set '),
    property(property_id),
    plain(' of '),
    node,
    plain(' to '),
    value
  );
}

function setDeed({ property_id, old_value }: Pick<Changed, 'property_id' | 'old_value'>) {
  // Whoever adds or moves a node gives a place to all that had none yet: nothing moves by that.
  return property_id === '_position' && old_value === null ? 'placed' : SET.get(property_id);
}

function deed({ command, propertyTitle }: Wording) {
  const known = command ?? { type: '', count: 1, about: {}, names: new Map<string, string>() };
  return deedOf(known, propertyTitle);
}

/** A file by its name, not by where it is. */
function file(path: string): Piece {
  return name(path.split('/').pop() || path);
}

function change(icon: string, ...pieces: Piece[]): Sentence {
  return { icon, tone: 'change', pieces };
}

function command(icon: string, ...pieces: Piece[]): Sentence {
  return { icon, tone: 'command', pieces };
}

function session(icon: string, text: string): Sentence {
  return { icon, tone: 'session', pieces: [plain(text)] };
}
