import type { Replica } from '../replica';
import { POSITION } from './arguments';
import type { NewBlueprintType } from './blueprint_type';
import { asObject } from './inverse';

/** A node as commands, files and the clipboard have it. */
export interface FragmentNode {
  readonly node_id: string;
  readonly name: string;
  readonly blueprint_type_id: string;
  readonly properties: Record<string, unknown>;
}

export interface FragmentLink {
  readonly parent_id: string;
  readonly child_id: string;
  readonly properties: Record<string, unknown>;
}

/** A part of a graph: nodes, links among them, and the blueprint types that they use. */
export interface Fragment {
  readonly nodes: readonly FragmentNode[];
  readonly links: readonly FragmentLink[];
  readonly blueprintTypes: readonly NewBlueprintType[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Takes those of the nodes that there are out of a graph, with what belongs to them. */
export function fragmentOf(replica: Replica, nodeIds: Iterable<string>): Fragment {
  const ids = new Set(nodeIds);
  const nodes = [...ids].flatMap((nodeId) => replica.nodes.get(nodeId) ?? []);
  const links = nodes.flatMap(({ nodeId }) => [...replica.children(nodeId).values()]);
  const typeIds = new Set(nodes.map(({ blueprintTypeId }) => blueprintTypeId));
  return {
    nodes: nodes.map(({ nodeId, name, blueprintTypeId, properties }) => ({
      node_id: nodeId,
      name,
      blueprint_type_id: blueprintTypeId,
      properties: asObject(properties)
    })),
    links: links
      .filter(({ childId }) => ids.has(childId))
      .map(({ parentId, childId, properties }) => ({
        parent_id: parentId,
        child_id: childId,
        properties: asObject(properties)
      })),
    blueprintTypes: [...typeIds].flatMap((typeId) => replica.blueprintTypes.get(typeId) ?? [])
  };
}

/** Returns a fragment's copy, under other ids and elsewhere; nodes without a place stay without. */
export function copied(fragment: Fragment, by: Point, newId: () => string): Fragment {
  const ids = new Map(fragment.nodes.map(({ node_id }) => [node_id, newId()]));
  const now = (nodeId: string): string => ids.get(nodeId) ?? nodeId;
  return {
    ...fragment,
    nodes: fragment.nodes.map((node) => ({
      ...node,
      node_id: now(node.node_id),
      properties: shifted(node.properties, by)
    })),
    links: fragment.links.map((link) => ({
      ...link,
      parent_id: now(link.parent_id),
      child_id: now(link.child_id)
    }))
  };
}

/** Returns the middle of where a fragment's nodes stand. */
export function middleOf({ nodes }: Fragment): Point | undefined {
  const points = nodes.flatMap(({ properties }) => positionOf(properties) ?? []);
  if (points.length === 0) {
    return undefined;
  }
  const middle = (values: number[]): number => {
    const [least, most] = values.reduce(
      ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
      [Infinity, -Infinity]
    );
    return (least + most) / 2;
  };
  return { x: middle(points.map(({ x }) => x)), y: middle(points.map(({ y }) => y)) };
}

/** Rounds a coordinate to what anybody can see. */
export function tenths(coordinate: number): number {
  return Math.round(coordinate * 10) / 10;
}

function shifted(properties: Record<string, unknown>, by: Point): Record<string, unknown> {
  const at = positionOf(properties);
  return at
    ? { ...properties, [POSITION]: [tenths(at.x + by.x), tenths(at.y + by.y)] }
    : properties;
}

function positionOf(properties: Record<string, unknown>): Point | undefined {
  const value = Object.hasOwn(properties, POSITION) ? properties[POSITION] : undefined;
  return Array.isArray(value) ? { x: Number(value[0]), y: Number(value[1]) } : undefined;
}
