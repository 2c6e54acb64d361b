import type { Settings } from '../protocol';
import { NAME, type GraphLink, type GraphNode, type Replica } from '../replica';
import { asWritten, isBlueprintType } from './blueprint_type';
import { Arguments, isProperty, Unforeseeable, type CommandData } from './arguments';
import { heldByNothingElse, linksOf } from './deletion';
import type { GraphEvent } from './graph_event';
import { childProblem, linkProblem } from './link_rules';
import { isSame } from './same';

/** What a command meets: the graph as it is shown, and the rules of the session. */
export interface Scope {
  readonly replica: Replica;
  readonly settings: Settings;
}

type Predict = (args: Arguments, scope: Scope, seed: string) => Iterable<GraphEvent>;

// Only the server's clock counts; whatever was predicted has not happened yet.
const timestamp = '';

/**
 * Yields the events that a command is expected to cause, by the server's own rules as far as they
 * can be known here: JSON Schemas and sizes are the server's. Each event must be applied before
 * the next one is asked for. `seed` is the command's id, from which the server makes ids.
 *
 * Throws `Unforeseeable` where the command cannot be, or is of a kind that is not known here.
 */
export function* predict(command: CommandData, seed: string, scope: Scope): Generator<GraphEvent> {
  const known = COMMANDS.get(command.command_type);
  if (!known) {
    throw new Unforeseeable(`the command type '${command.command_type}' is not known here`);
  }
  yield* known(new Arguments(command.arguments), scope, seed);
}

const COMMANDS = new Map<string, Predict>([
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
  ['batch', batch]
]);

function* createNode(args: Arguments, scope: Scope, seed: string): Generator<GraphEvent> {
  const { replica } = scope;
  const node_id = args.has('node_id') ? args.id('node_id') : seed;
  const blueprint_type_id = args.id('blueprint_type_id');
  refuseIf(replica.nodes.has(node_id), `node '${node_id}' is in the graph already`);
  refuseIf(
    scope.settings.strict_blueprints && !replica.blueprintTypes.has(blueprint_type_id),
    `there is no blueprint type '${blueprint_type_id}'`
  );
  const node = { node_id, name: args.text('name'), blueprint_type_id, ...args.properties() };
  refuseIf(Object.hasOwn(node.properties ?? {}, NAME), 'the name is no property');
  if (!args.has('parent_id')) {
    yield { event: 'graph:node-created', payload: { ...node, timestamp } };
    return;
  }
  const parent_id = args.id('parent_id');
  const problem = childProblem(replica, nodeOf(scope, parent_id).nodeId, blueprint_type_id);
  refuseIf(problem !== undefined, problem ?? '');
  yield { event: 'graph:node-created', payload: { ...node, parent_id, timestamp } };
  yield { event: 'graph:node-linked', payload: { parent_id, child_id: node_id, timestamp } };
}

function* deleteNode(args: Arguments, scope: Scope): Generator<GraphEvent> {
  const { replica } = scope;
  const { nodeId } = nodeOf(scope, args.id('node_id'));
  const isCascading = args.has('cascade') && args.value('cascade') === true;
  const doomed = isCascading ? [nodeId, ...heldByNothingElse(replica, nodeId)] : [nodeId];
  const links = new Set(doomed.flatMap((one) => linksOf(replica, one)));
  for (const { parentId, childId } of links) {
    const payload = { parent_id: parentId, child_id: childId, timestamp };
    yield { event: 'graph:node-unlinked', payload };
  }
  for (const one of doomed) {
    yield { event: 'graph:node-deleted', payload: { node_id: one, timestamp } };
  }
}

function* linkNode(args: Arguments, scope: Scope): Generator<GraphEvent> {
  const [parent_id, child_id] = [args.id('parent_id'), args.id('child_id')];
  const problem = linkProblem(scope.replica, scope.settings, parent_id, child_id);
  refuseIf(problem !== undefined, problem ?? '');
  const payload = { parent_id, child_id, ...args.properties(), timestamp };
  yield { event: 'graph:node-linked', payload };
}

function* unlinkNode(args: Arguments, scope: Scope): Generator<GraphEvent> {
  refuseIf(args.has('properties'), 'a link is removed with all its properties');
  const { parentId, childId } = linkOf(scope, args);
  const payload = { parent_id: parentId, child_id: childId, timestamp };
  yield { event: 'graph:node-unlinked', payload };
}

function* updateProperty(args: Arguments, scope: Scope): Generator<GraphEvent> {
  const node = nodeOf(scope, args.id('node_id'));
  const propertyId = args.id('property_id');
  refuseStale(args, current(node, propertyId));
  yield propertyChanged(node, propertyId, args.value('new_value'));
}

function* updateProperties(args: Arguments, scope: Scope): Generator<GraphEvent> {
  const propertyId = args.id('property_id');
  const [nodeIds, values] = [args.list('node_ids'), args.list('new_values')];
  refuseIf(
    nodeIds.length !== values.length || new Set(nodeIds).size !== nodeIds.length,
    'node_ids, each once, and new_values are columns of equal length'
  );
  for (const [row, nodeId] of nodeIds.entries()) {
    yield propertyChanged(nodeOf(scope, nodeId), propertyId, values[row]);
  }
}

function* deleteProperty(args: Arguments, scope: Scope): Generator<GraphEvent> {
  const { nodeId, properties } = nodeOf(scope, args.id('node_id'));
  const property_id = args.text('property_id');
  refuseIf(!properties.has(property_id), `there is no property '${property_id}'`);
  yield { event: 'graph:property-deleted', payload: { node_id: nodeId, property_id, timestamp } };
}

function* updateLinkProperty(args: Arguments, scope: Scope): Generator<GraphEvent> {
  const { parentId, childId, properties } = linkOf(scope, args);
  const property_id = args.id('property_id');
  const [old_value, new_value] = [properties.get(property_id) ?? null, args.value('new_value')];
  refuseStale(args, old_value);
  refuseUnfit(property_id, new_value);
  const at = { parent_id: parentId, child_id: childId, property_id, timestamp };
  const payload = { ...at, old_value, new_value };
  yield { event: 'graph:link-property-changed', payload };
}

function* deleteLinkProperty(args: Arguments, scope: Scope): Generator<GraphEvent> {
  const { parentId, childId, properties } = linkOf(scope, args);
  const property_id = args.text('property_id');
  refuseIf(!properties.has(property_id), `there is no property '${property_id}'`);
  const payload = { parent_id: parentId, child_id: childId, property_id, timestamp };
  yield { event: 'graph:link-property-deleted', payload };
}

function* defineBlueprint(args: Arguments): Generator<GraphEvent> {
  const given = args.value('blueprint_type');
  if (!isBlueprintType(given)) {
    throw new Unforeseeable('that is no blueprint type');
  }
  yield {
    event: 'graph:blueprint-defined',
    payload: { blueprint_type: asWritten(given), timestamp }
  };
}

function* removeBlueprint(args: Arguments, scope: Scope): Generator<GraphEvent> {
  const blueprint_type_id = args.id('blueprint_type_id');
  refuseIf(
    !scope.replica.blueprintTypes.has(blueprint_type_id),
    `there is no blueprint type '${blueprint_type_id}'`
  );
  refuseIf(scope.settings.strict_blueprints, 'only the server counts the nodes of a type');
  yield { event: 'graph:blueprint-removed', payload: { blueprint_type_id, timestamp } };
}

function* batch(args: Arguments, scope: Scope, seed: string): Generator<GraphEvent> {
  for (const [index, item] of args.list('commands').entries()) {
    const fields = new Arguments(item);
    const command_type = fields.text('command_type');
    refuseIf(command_type === 'batch', 'a batch holds no batch');
    const command = { command_type, arguments: fields.value('arguments') };
    yield* predict(command, `${seed}-${index}`, scope);
  }
}

function propertyChanged(node: GraphNode, property_id: string, new_value: unknown): GraphEvent {
  refuseIf(property_id === NAME && typeof new_value !== 'string', 'a name is text');
  refuseUnfit(property_id, new_value);
  const old_value = current(node, property_id);
  const payload = { node_id: node.nodeId, property_id, old_value, new_value, timestamp };
  return { event: 'graph:property-changed', payload };
}

function current(node: GraphNode, propertyId: string): unknown {
  return propertyId === NAME ? node.name : (node.properties.get(propertyId) ?? null);
}

function nodeOf({ replica }: Scope, nodeId: unknown): GraphNode {
  const node = replica.nodes.get(nodeId as string);
  if (!node) {
    throw new Unforeseeable(`there is no node '${String(nodeId)}'`);
  }
  return node;
}

function linkOf(scope: Scope, args: Arguments): GraphLink {
  const [parentId, childId] = [args.id('parent_id'), args.id('child_id')];
  const link = scope.replica.link(parentId, childId);
  if (!link) {
    throw new Unforeseeable(`node '${parentId}' has no link to '${childId}'`);
  }
  return link;
}

function refuseStale(args: Arguments, value: unknown): void {
  refuseIf(
    args.has('expected_value') && !isSame(args.value('expected_value'), value),
    'the property was changed meanwhile'
  );
}

function refuseUnfit(propertyId: string, value: unknown): void {
  refuseIf(
    !isProperty(propertyId, value),
    `'${propertyId}' cannot be a property, or not with this`
  );
}

function refuseIf(isRefused: boolean, reason: string): void {
  if (isRefused) {
    throw new Unforeseeable(reason);
  }
}
