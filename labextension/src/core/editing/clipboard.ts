import { NAME } from '../replica';
import { isProperty } from './arguments';
import { isBlueprintType, type NewBlueprintType } from './blueprint_type';
import type { Fragment, FragmentLink, FragmentNode } from './fragment';
import { isObject } from './same';

const VERSION = 1;

/** Returns a fragment as text for the clipboard. */
export function clipboardText({ nodes, links, blueprintTypes }: Fragment): string {
  const written = { graphsync: VERSION, nodes, links, blueprint_types: blueprintTypes };
  return JSON.stringify(written, null, 1);
}

/** Reads what `clipboardText` wrote; nothing of any other text, which may be anybody's. */
export function readClipboard(text: string): Fragment | undefined {
  const read = parsed(text);
  const { graphsync, nodes, links, blueprint_types: types } = isObject(read) ? read : {};
  const isOurs =
    graphsync === VERSION &&
    isListOf(isNode, nodes) &&
    isListOf(isLink, links) &&
    isListOf(isBlueprintType, types);
  if (!isOurs || !isWhole(nodes, links)) {
    return undefined;
  }
  return {
    nodes: nodes.map(nodeFrom),
    links: links.map(linkFrom),
    blueprintTypes: types.map(typeFrom)
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isListOf<T>(is: (value: unknown) => value is T, value: unknown): value is T[] {
  return Array.isArray(value) && value.every(is);
}

function isNode(value: unknown): value is FragmentNode {
  return (
    isObject(value) &&
    isId(value['node_id']) &&
    typeof value['name'] === 'string' &&
    isId(value['blueprint_type_id']) &&
    isProperties(value['properties'])
  );
}

function isLink(value: unknown): value is FragmentLink {
  return (
    isObject(value) &&
    isId(value['parent_id']) &&
    isId(value['child_id']) &&
    isProperties(value['properties'])
  );
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isProperties(value: unknown): value is Record<string, unknown> {
  return isObject(value) && !Array.isArray(value);
}

/** Whether there are nodes, each once, and no link leads out of them. */
function isWhole(nodes: readonly FragmentNode[], links: readonly FragmentLink[]): boolean {
  const ids = new Set(nodes.map(({ node_id }) => node_id));
  return (
    ids.size > 0 &&
    ids.size === nodes.length &&
    links.every(({ parent_id, child_id }) => ids.has(parent_id) && ids.has(child_id))
  );
}

// What else somebody wrote beside the known fields is left behind.

function nodeFrom({ node_id, name, blueprint_type_id, properties }: FragmentNode): FragmentNode {
  return { node_id, name, blueprint_type_id, properties: possible(properties) };
}

function linkFrom({ parent_id, child_id, properties }: FragmentLink): FragmentLink {
  return { parent_id, child_id, properties: possible(properties) };
}

function typeFrom(type: NewBlueprintType): NewBlueprintType {
  const { blueprint_type_id, title, schema, allowed_children, style = {} } = type;
  const { color, icon, label_property } = style;
  return {
    blueprint_type_id,
    title,
    schema,
    allowed_children,
    style: { color, icon, label_property }
  };
}

/** Leaves out properties that the server never takes: for one of them it would refuse all. */
function possible(properties: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).filter(([key, value]) => key !== NAME && isProperty(key, value))
  );
}
