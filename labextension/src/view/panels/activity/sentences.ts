import type { Actor, FeedEntry } from '../../../core';
import { counted, shorten, valueText } from '../../text';

export type Tone = 'change' | 'command' | 'failure' | 'session';

/** A piece of a sentence; `name` marks what people called something. */
export interface Piece {
  readonly text: string;
  readonly kind: 'plain' | 'name';
}

export interface Sentence {
  readonly icon: string;
  readonly tone: Tone;
  readonly pieces: readonly Piece[];
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

/**
 * Tells one entry of the feed as a sentence, without who did it. `commandType` is what an undo or
 * redo took back or did again, where that is known.
 */
export function sentenceOf(entry: FeedEntry, commandType?: string): Sentence {
  const { record } = entry;
  if (entry.count > 1) {
    return manyAlike(entry);
  }
  const node = (nodeId: string): Piece => name(entry.names.get(nodeId) ?? nodeId);
  switch (record.event) {
    case 'graph:node-created': {
      const { node_id, blueprint_type_id, parent_id } = record.payload;
      const under = parent_id === undefined ? [] : [plain(' under '), node(parent_id)];
      return change(
        '+',
        plain('added '),
        node(node_id),
        plain(` (${blueprint_type_id})`),
        ...under
      );
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
      return propertyChanged(record.payload, node(record.payload.node_id));
    case 'graph:property-deleted': {
      const { node_id, property_id } = record.payload;
      return change('✎', plain('removed '), name(property_id), plain(' of '), node(node_id));
    }
    case 'graph:link-property-changed': {
      const { parent_id, child_id, property_id, new_value } = record.payload;
      const link = [node(parent_id), plain(' → '), node(child_id)];
      const value = [plain(' to '), name(valueText(new_value))];
      return change('✎', plain('set '), name(property_id), plain(' of '), ...link, ...value);
    }
    case 'graph:link-property-deleted': {
      const { parent_id, child_id, property_id } = record.payload;
      const link = [node(parent_id), plain(' → '), node(child_id)];
      return change('✎', plain('removed '), name(property_id), plain(' of '), ...link);
    }
    case 'graph:blueprint-defined':
      return change(
        '▤',
        plain('defined type '),
        name(record.payload.blueprint_type.blueprint_type_id)
      );
    case 'graph:blueprint-removed':
      return change('▤', plain('removed type '), name(record.payload.blueprint_type_id));
    case 'command:executing':
      return command('▸', plain('started '), name(record.payload.command_type));
    case 'command:executed':
      return command('✓', plain('finished '), name(record.payload.command_type));
    case 'command:failed': {
      const { command_type, error } = record.payload;
      const pieces = [name(command_type), plain(' failed: '), name(error)];
      return { icon: '✕', tone: 'failure', pieces };
    }
    case 'command:undo':
      return command('↶', plain('undid '), what(commandType));
    case 'command:redo':
      return command('↷', plain('redid '), what(commandType));
    case 'session:connected':
      return session('●', `came: ${counted(record.payload.client_count, 'client')} here`);
    case 'session:disconnected':
      return session('○', `left: ${counted(record.payload.client_count, 'client')} here`);
    case 'session:presence':
      return session('●', 'presence changed');
    case 'project:saved':
      return command('⤓', plain('saved '), name(record.payload.project_id));
    case 'project:loaded':
      return command('⤒', plain('loaded '), name(record.payload.project_id));
    default: {
      const missing: never = record;
      return missing;
    }
  }
}

/** What one command did alike to many things. */
function manyAlike({ record, count }: FeedEntry): Sentence {
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
      return record.payload.property_id === '_position'
        ? change('✥', plain(movedOrPlaced(record.payload)), many('node'))
        : change('✎', plain('set '), name(record.payload.property_id), plain(' of '), many('node'));
    default:
      return change('✎', plain('changed '), many('thing'));
  }
}

interface Changed {
  property_id: string;
  old_value: unknown;
  new_value: unknown;
}

function propertyChanged({ property_id, old_value, new_value }: Changed, node: Piece): Sentence {
  if (property_id === 'name') {
    const before = name(valueText(old_value));
    return change('✎', plain('renamed '), before, plain(' to '), name(valueText(new_value)));
  }
  if (property_id === '_position') {
    return change('✥', plain(movedOrPlaced({ old_value })), node);
  }
  const value = name(valueText(new_value));
  return change('✎', plain('set '), name(property_id), plain(' of '), node, plain(' to '), value);
}

/** Whoever adds or moves a node gives a place to all that had none yet: nothing moves by that. */
function movedOrPlaced({ old_value }: { old_value: unknown }): string {
  return old_value === null ? 'placed ' : 'moved ';
}

function what(commandType: string | undefined): Piece {
  return commandType === undefined ? plain('a command') : name(commandType);
}

function plain(text: string): Piece {
  return { text, kind: 'plain' };
}

function name(text: string): Piece {
  return { text: shorten(text, 60), kind: 'name' };
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
