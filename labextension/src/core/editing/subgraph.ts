import { newId } from '../ids';
import type { BlueprintType } from '../protocol';
import type { Replica } from '../replica';
import type { CommandData } from './expectations';
import { asObject } from './inverse';

export interface Point {
  readonly x: number;
  readonly y: number;
}

interface CopiedNode {
  readonly node_id: string;
  readonly name: string;
  readonly blueprint_type_id: string;
  readonly properties: Record<string, unknown>;
}

interface CopiedLink {
  readonly parent_id: string;
  readonly child_id: string;
  readonly properties: Record<string, unknown>;
}

/** A part of a graph on its own: what travels over the clipboard. */
export interface Subgraph {
  readonly nodes: readonly CopiedNode[];
  readonly links: readonly CopiedLink[];
  readonly blueprint_types: readonly BlueprintType[];
}

const VERSION = 1;
const POSITION = '_position';

/** Takes nodes out of a graph, with the links among them and the types that they have. */
export function subgraphOf(graph: Replica, nodeIds: Iterable<string>): Subgraph {
  const known = [...nodeIds].filter((nodeId) => graph.nodes.has(nodeId));
  const ids = new Set(known);
  const nodes = known.map((nodeId) => {
    const { name, blueprintTypeId, properties } = graph.nodes.get(nodeId)!;
    return {
      node_id: nodeId,
      name,
      blueprint_type_id: blueprintTypeId,
      properties: asObject(properties)
    };
  });
  const links = known.flatMap((parentId) =>
    [...graph.children(parentId).values()]
      .filter(({ childId }) => ids.has(childId))
      .map(({ childId, properties }) => ({
        parent_id: parentId,
        child_id: childId,
        properties: asObject(properties)
      }))
  );
  const types = new Set(nodes.map((node) => node.blueprint_type_id));
  const blueprint_types = [...types].flatMap((typeId) => graph.blueprintTypes.get(typeId) ?? []);
  return { nodes, links, blueprint_types };
}

/** Writes a part of a graph as text for the clipboard. */
export function writeSubgraph(subgraph: Subgraph): string {
  return JSON.stringify({ graphsync: VERSION, ...subgraph }, null, 1);
}

/** Reads what `writeSubgraph` wrote; nothing where a text is something else. */
export function readSubgraph(text: string): Subgraph | undefined {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(read) || read['graphsync'] !== VERSION) {
    return undefined;
  }
  const { nodes, links, blueprint_types } = read;
  const isOurs =
    isListOf(nodes, isNode) && isListOf(links, isLink) && isListOf(blueprint_types, isType);
  return isOurs ? { nodes, links, blueprint_types } : undefined;
}

/** A subgraph as commands that make it anew. */
export interface Remade {
  readonly commands: readonly CommandData[];
  /** The new ids, by the old ones. */
  readonly ids: ReadonlyMap<string, string>;
}

/**
 * Makes a subgraph's nodes anew under new ids, and its links; types that a graph lacks are defined
 * first. `move` says where a node goes that was somewhere.
 */
export function remake(
  { nodes, links, blueprint_types }: Subgraph,
  graph: Replica,
  move: (point: Point) => Point
): Remade {
  const ids = new Map(nodes.map(({ node_id }) => [node_id, newId()]));
  const missing = blueprint_types.filter(
    (type) => !graph.blueprintTypes.has(type.blueprint_type_id)
  );
  const defined = missing.map((blueprint_type) => command('define-blueprint', { blueprint_type }));
  const made = nodes.map((node) =>
    command('create-node', {
      ...node,
      node_id: ids.get(node.node_id),
      properties: moved(node.properties, move)
    })
  );
  const linked = links
    .filter(({ parent_id, child_id }) => ids.has(parent_id) && ids.has(child_id))
    .map(({ parent_id, child_id, properties }) => {
      const ends = { parent_id: ids.get(parent_id), child_id: ids.get(child_id) };
      return command('link-node', { ...ends, properties });
    });
  return { commands: [...defined, ...made, ...linked], ids };
}

/** Returns the middle of where a subgraph's nodes are, if any of them is somewhere. */
export function middleOf({ nodes }: Subgraph): Point | undefined {
  const points = nodes.flatMap(({ properties }) => positionOf(properties) ?? []);
  if (points.length === 0) {
    return undefined;
  }
  const mean = (values: number[]): number => values.reduce((sum, one) => sum + one) / values.length;
  return { x: mean(points.map(({ x }) => x)), y: mean(points.map(({ y }) => y)) };
}

export function command(command_type: string, args: object): CommandData {
  return { command_type, arguments: args };
}

function moved(
  properties: Record<string, unknown>,
  move: (point: Point) => Point
): Record<string, unknown> {
  const point = positionOf(properties);
  if (!point) {
    return properties;
  }
  const { x, y } = move(point);
  return { ...properties, [POSITION]: [x, y] };
}

function positionOf(properties: Record<string, unknown>): Point | undefined {
  const value = properties[POSITION];
  if (!Array.isArray(value) || value.length !== 2) {
    return undefined;
  }
  const [x, y] = value as unknown[];
  return typeof x === 'number' && typeof y === 'number' ? { x, y } : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOf<T>(value: unknown, isOne: (one: unknown) => one is T): value is T[] {
  return Array.isArray(value) && value.every(isOne);
}

function hasTexts(value: unknown, ...fields: string[]): value is Record<string, unknown> {
  return isObject(value) && fields.every((field) => typeof value[field] === 'string');
}

function isNode(value: unknown): value is CopiedNode {
  const isNamed = hasTexts(value, 'node_id', 'name', 'blueprint_type_id');
  return isNamed && isObject(value['properties']);
}

function isLink(value: unknown): value is CopiedLink {
  return hasTexts(value, 'parent_id', 'child_id') && isObject(value['properties']);
}

function isType(value: unknown): value is BlueprintType {
  return hasTexts(value, 'blueprint_type_id');
}
