import { NAME, type Properties, type Replica } from '../replica';
import type { GraphEvent } from './graph_event';

/** Returns the event that takes another back; to be asked before that one is applied. */
export function inverseOf(record: GraphEvent, graph: Replica): GraphEvent {
  const { timestamp } = record.payload;
  switch (record.event) {
    case 'graph:node-created': {
      const { node_id } = record.payload;
      return { event: 'graph:node-deleted', payload: { node_id, timestamp } };
    }
    case 'graph:node-deleted': {
      const { node_id } = record.payload;
      const { name, blueprintTypeId, properties } = graph.nodes.get(node_id)!;
      const payload = { node_id, name, blueprint_type_id: blueprintTypeId, timestamp };
      const withProperties = { ...payload, properties: asObject(properties) };
      return { event: 'graph:node-created', payload: withProperties };
    }
    case 'graph:node-linked': {
      const { parent_id, child_id } = record.payload;
      return { event: 'graph:node-unlinked', payload: { parent_id, child_id, timestamp } };
    }
    case 'graph:node-unlinked': {
      const { parent_id, child_id } = record.payload;
      const properties = asObject(graph.link(parent_id, child_id)!.properties);
      const payload = { parent_id, child_id, properties, timestamp };
      return { event: 'graph:node-linked', payload };
    }
    case 'graph:property-changed':
    case 'graph:property-deleted':
      return propertyBack(record.payload, graph);
    case 'graph:link-property-changed':
    case 'graph:link-property-deleted':
      return linkPropertyBack(record.payload, graph);
    case 'graph:blueprint-defined': {
      const { blueprint_type_id } = record.payload.blueprint_type;
      const before = graph.blueprintTypes.get(blueprint_type_id);
      return before
        ? { event: 'graph:blueprint-defined', payload: { blueprint_type: before, timestamp } }
        : { event: 'graph:blueprint-removed', payload: { blueprint_type_id, timestamp } };
    }
    case 'graph:blueprint-removed': {
      const blueprint_type = graph.blueprintTypes.get(record.payload.blueprint_type_id)!;
      return { event: 'graph:blueprint-defined', payload: { blueprint_type, timestamp } };
    }
    default: {
      const missing: never = record;
      return missing;
    }
  }
}

interface OfNode {
  readonly node_id: string;
  readonly property_id: string;
  readonly timestamp: string;
}

function propertyBack({ node_id, property_id, timestamp }: OfNode, graph: Replica): GraphEvent {
  const { name, properties } = graph.nodes.get(node_id)!;
  const ends = { node_id, property_id, timestamp };
  if (property_id !== NAME && !properties.has(property_id)) {
    return { event: 'graph:property-deleted', payload: ends };
  }
  const new_value = property_id === NAME ? name : properties.get(property_id);
  return { event: 'graph:property-changed', payload: { ...ends, old_value: null, new_value } };
}

interface OfLink {
  readonly parent_id: string;
  readonly child_id: string;
  readonly property_id: string;
  readonly timestamp: string;
}

function linkPropertyBack(changed: OfLink, graph: Replica): GraphEvent {
  const { parent_id, child_id, property_id, timestamp } = changed;
  const { properties } = graph.link(parent_id, child_id)!;
  const ends = { parent_id, child_id, property_id, timestamp };
  if (!properties.has(property_id)) {
    return { event: 'graph:link-property-deleted', payload: ends };
  }
  const new_value = properties.get(property_id);
  return { event: 'graph:link-property-changed', payload: { ...ends, old_value: null, new_value } };
}

/** Returns properties as an object of its own; `__proto__` stays a property like the others. */
export function asObject(properties: Properties): Record<string, unknown> {
  return Object.fromEntries(properties);
}
