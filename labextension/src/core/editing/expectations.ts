import type { BlueprintType, EventRecord, Settings } from '../protocol';
import { NAME, type Replica } from '../replica';
import type { Draft } from './draft';
import { childProblem, linkProblem } from './link_rules';

/** A command as the wire names it; what a client cannot read it does not expect anything of. */
export interface CommandData {
  readonly command_type: string;
  readonly arguments: unknown;
}

/** The server would refuse the command, or does something that a client cannot know. */
export class Unexpectable extends Error {}

/**
 * Applies what a command is expected to do. Schemas, sizes and quotas are the server's: what this
 * lets through may still be refused there.
 */
export function expect(command: CommandData, draft: Draft, settings: Settings): void {
  const expected = EXPECTED.get(command.command_type);
  if (!expected) {
    throw new Unexpectable(command.command_type);
  }
  expected(command.arguments as Arguments, draft, settings);
}

interface Arguments {
  readonly node_id: string;
  readonly name: string;
  readonly blueprint_type_id: string;
  readonly parent_id?: string;
  readonly properties?: Record<string, unknown>;
  readonly child_id: string;
  readonly cascade?: boolean;
  readonly property_id: string;
  readonly new_value: unknown;
  readonly node_ids: readonly string[];
  readonly new_values: readonly unknown[];
  readonly blueprint_type: BlueprintType;
  readonly commands: readonly CommandData[];
}

type Expected = (args: Arguments, draft: Draft, settings: Settings) => void;

const EXPECTED = new Map<string, Expected>([
  ['create-node', createNode],
  ['delete-node', deleteNode],
  ['link-node', linkNode],
  ['unlink-node', unlinkNode],
  ['update-property', updateProperty],
  ['update-properties', updateProperties],
  ['delete-property', deleteProperty],
  ['update-link-property', updateLinkProperty],
  ['delete-link-property', deleteLinkProperty],
  ['define-blueprint', defineBlueprint],
  ['remove-blueprint', removeBlueprint],
  ['batch', (args, draft, settings) => args.commands.forEach((one) => expect(one, draft, settings))]
]);

function createNode(args: Arguments, draft: Draft, settings: Settings): void {
  const { node_id, name, blueprint_type_id, parent_id, properties } = args;
  const { graph } = draft;
  const isUndefined = !graph.blueprintTypes.has(blueprint_type_id);
  need(!graph.nodes.has(node_id) && !(settings.strict_blueprints && isUndefined));
  if (parent_id !== undefined) {
    need(graph.nodes.has(parent_id) && !childProblem(graph, parent_id, blueprint_type_id));
  }
  const payload = { node_id, name, blueprint_type_id, ...given({ parent_id, properties }) };
  draft.apply(at({ event: 'graph:node-created', payload }));
  if (parent_id !== undefined) {
    draft.apply(at({ event: 'graph:node-linked', payload: { parent_id, child_id: node_id } }));
  }
}

function deleteNode({ node_id, cascade }: Arguments, draft: Draft): void {
  const { graph } = draft;
  need(graph.nodes.has(node_id));
  const doomed = cascade ? [node_id, ...heldByNothingElse(graph, node_id)] : [node_id];
  for (const nodeId of doomed) {
    const above = [...graph.parents(nodeId).values()];
    for (const { parentId, childId } of [...above, ...graph.children(nodeId).values()]) {
      if (graph.link(parentId, childId)) {
        unlink(draft, parentId, childId);
      }
    }
  }
  for (const nodeId of doomed) {
    draft.apply(at({ event: 'graph:node-deleted', payload: { node_id: nodeId } }));
  }
}

/** Descendants without a parent that stays: those that keep one stay, with all that they hold. */
export function heldByNothingElse(graph: Replica, rootId: string): ReadonlySet<string> {
  const doomed = new Set([rootId]);
  for (const nodeId of doomed) {
    [...graph.children(nodeId).keys()].forEach((childId) => doomed.add(childId));
  }
  doomed.delete(rootId);
  const isSaved = (nodeId: string): boolean =>
    [...graph.parents(nodeId).keys()].some((id) => id !== rootId && !doomed.has(id));
  const saved = [...doomed].filter(isSaved);
  for (const nodeId of saved) {
    if (doomed.delete(nodeId)) {
      saved.push(...[...graph.children(nodeId).keys()].filter((id) => doomed.has(id)));
    }
  }
  return doomed;
}

function linkNode(args: Arguments, draft: Draft, settings: Settings): void {
  const { parent_id = '', child_id, properties } = args;
  need(linkProblem(draft.graph, settings, parent_id, child_id) === undefined);
  const payload = { parent_id, child_id, ...given({ properties }) };
  draft.apply(at({ event: 'graph:node-linked', payload }));
}

function unlinkNode({ parent_id = '', child_id }: Arguments, draft: Draft): void {
  need(draft.graph.link(parent_id, child_id));
  unlink(draft, parent_id, child_id);
}

function unlink(draft: Draft, parent_id: string, child_id: string): void {
  draft.apply(at({ event: 'graph:node-unlinked', payload: { parent_id, child_id } }));
}

function updateProperty({ node_id, property_id, new_value }: Arguments, draft: Draft): void {
  const node = draft.graph.nodes.get(node_id);
  need(node);
  const old = property_id === NAME ? node?.name : node?.properties.get(property_id);
  const payload = { node_id, property_id, old_value: old ?? null, new_value };
  draft.apply(at({ event: 'graph:property-changed', payload }));
}

function updateProperties(args: Arguments, draft: Draft): void {
  args.node_ids.forEach((node_id, row) => {
    updateProperty({ ...args, node_id, new_value: args.new_values[row] }, draft);
  });
}

function deleteProperty({ node_id, property_id }: Arguments, draft: Draft): void {
  need(draft.graph.nodes.get(node_id)?.properties.has(property_id));
  draft.apply(at({ event: 'graph:property-deleted', payload: { node_id, property_id } }));
}

function updateLinkProperty(args: Arguments, draft: Draft): void {
  const { parent_id = '', child_id, property_id, new_value } = args;
  const link = draft.graph.link(parent_id, child_id);
  need(link);
  const old_value = link?.properties.get(property_id) ?? null;
  const payload = { parent_id, child_id, property_id, old_value, new_value };
  draft.apply(at({ event: 'graph:link-property-changed', payload }));
}

function deleteLinkProperty(args: Arguments, draft: Draft): void {
  const { parent_id = '', child_id, property_id } = args;
  need(draft.graph.link(parent_id, child_id)?.properties.has(property_id));
  const payload = { parent_id, child_id, property_id };
  draft.apply(at({ event: 'graph:link-property-deleted', payload }));
}

function defineBlueprint({ blueprint_type }: Arguments, draft: Draft): void {
  draft.apply(at({ event: 'graph:blueprint-defined', payload: { blueprint_type } }));
}

function removeBlueprint({ blueprint_type_id }: Arguments, draft: Draft): void {
  need(draft.graph.blueprintTypes.has(blueprint_type_id));
  draft.apply(at({ event: 'graph:blueprint-removed', payload: { blueprint_type_id } }));
}

function need(holds: unknown): void {
  if (!holds) {
    throw new Unexpectable('the server will refuse this');
  }
}

type Untimed<R> = R extends { event: infer E; payload: infer P }
  ? { event: E; payload: Omit<P, 'timestamp'> }
  : never;

/** The server tells when; until then there is no time. */
function at(record: Untimed<EventRecord>): EventRecord {
  return { ...record, payload: { ...record.payload, timestamp: '' } } as EventRecord;
}

function given<T extends Record<string, unknown>>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
