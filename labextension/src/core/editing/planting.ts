import type { Settings } from '../protocol';
import { Replica } from '../replica';
import { command, type CommandData } from './arguments';
import { asWritten } from './blueprint_type';
import type { Fragment, FragmentLink } from './fragment';
import { asObject } from './inverse';
import { linkProblem } from './link_rules';

type Structure = Pick<Settings, 'structure'>;

/**
 * Returns the commands that bring a fragment into a graph, as far as its rules allow: links that
 * they forbid are left out. Links may come from nodes that the graph has already.
 */
export function plantings(graph: Replica, settings: Structure, fragment: Fragment): CommandData[] {
  const { nodes, links, blueprintTypes } = fragment;
  const types = blueprintTypes.filter(
    ({ blueprint_type_id }) => !graph.blueprintTypes.has(blueprint_type_id)
  );
  const drawn = drawing(graph, { nodes, links, blueprintTypes: types });
  const allowed = links.filter((link) => drawIfAllowed(drawn, settings, link));
  return [
    ...types.map((type) => command('define-blueprint', { blueprint_type: type })),
    ...nodes.map((node) => command('create-node', node)),
    ...allowed.map((link) => command('link-node', link))
  ];
}

/** Returns the links from a graph's other nodes to those of a fragment of it. */
export function linksFromOutside(graph: Replica, { nodes }: Fragment): FragmentLink[] {
  const inside = new Set(nodes.map(({ node_id }) => node_id));
  const incoming = [...inside].flatMap((nodeId) => [...graph.parents(nodeId).values()]);
  return incoming
    .filter(({ parentId }) => !inside.has(parentId))
    .map(({ parentId, childId, properties }) => ({
      parent_id: parentId,
      child_id: childId,
      properties: asObject(properties)
    }));
}

/** Draws a fragment's nodes and those that it is linked from, for the links to be tried on. */
function drawing(graph: Replica, { nodes, links, blueprintTypes }: Fragment): Replica {
  const drawn = new Replica();
  const known = links.flatMap(({ parent_id }) => graph.nodes.get(parent_id) ?? []);
  for (const { nodeId, name, blueprintTypeId } of known) {
    drawNode(drawn, nodeId, name, blueprintTypeId);
  }
  for (const { node_id, name, blueprint_type_id } of nodes) {
    drawNode(drawn, node_id, name, blueprint_type_id);
  }
  for (const type of [...graph.blueprintTypes.values(), ...blueprintTypes.map(asWritten)]) {
    drawn.blueprintTypes.set(type.blueprint_type_id, type);
  }
  return drawn;
}

function drawNode(drawn: Replica, node_id: string, name: string, blueprint_type_id: string): void {
  const payload = { node_id, name, blueprint_type_id, timestamp: '' };
  drawn.apply({ event: 'graph:node-created', payload });
}

function drawIfAllowed(
  drawn: Replica,
  settings: Structure,
  { parent_id, child_id }: FragmentLink
): boolean {
  const isAllowed = linkProblem(drawn, settings, parent_id, child_id) === undefined;
  if (isAllowed) {
    const payload = { parent_id, child_id, timestamp: '' };
    drawn.apply({ event: 'graph:node-linked', payload });
  }
  return isAllowed;
}
