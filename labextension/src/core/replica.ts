import type { BlueprintType, EventRecord, Snapshot } from './protocol';

export type Properties = ReadonlyMap<string, unknown>;

export interface GraphNode {
  readonly nodeId: string;
  readonly name: string;
  readonly blueprintTypeId: string;
  readonly properties: Properties;
}

/** What names a link. */
export interface LinkEnds {
  readonly parentId: string;
  readonly childId: string;
}

export interface GraphLink extends LinkEnds {
  readonly properties: Properties;
}

/** The property under which a rename is told. */
export const NAME = 'name';

const NO_LINKS: ReadonlyMap<string, GraphLink> = new Map();

/** What a graph is made of. */
class Contents {
  nodes = new Map<string, GraphNode>();
  blueprintTypes = new Map<string, BlueprintType>();
  childLinks: LinkIndex = new Map();
  parentLinks: LinkIndex = new Map();
  linkCount = 0;
}

/**
 * One's own copy of the graph. Ids are keys of maps, never of objects, since people choose them.
 * Nodes and links are never changed: a change puts a new one in the old one's place.
 */
export class Replica {
  private held = new Contents();

  get nodes(): Map<string, GraphNode> {
    return this.held.nodes;
  }

  get blueprintTypes(): Map<string, BlueprintType> {
    return this.held.blueprintTypes;
  }

  get linkCount(): number {
    return this.held.linkCount;
  }

  /** Holds what another one holds, from now on: what becomes of one becomes of both. */
  mirror(other: Replica): void {
    this.held = other.held;
  }

  /** Returns one that holds the same now, and stays so. */
  copy(): Replica {
    const made = new Replica();
    const { nodes, blueprintTypes, childLinks, parentLinks, linkCount } = this.held;
    made.held = {
      nodes: new Map(nodes),
      blueprintTypes: new Map(blueprintTypes),
      childLinks: copied(childLinks),
      parentLinks: copied(parentLinks),
      linkCount
    };
    return made;
  }

  /** The links to a node's children, by child id. */
  children(nodeId: string): ReadonlyMap<string, GraphLink> {
    return this.held.childLinks.get(nodeId) ?? NO_LINKS;
  }

  /** The links from a node's parents, by parent id. */
  parents(nodeId: string): ReadonlyMap<string, GraphLink> {
    return this.held.parentLinks.get(nodeId) ?? NO_LINKS;
  }

  link(parentId: string, childId: string): GraphLink | undefined {
    return this.held.childLinks.get(parentId)?.get(childId);
  }

  *links(): Iterable<GraphLink> {
    for (const links of this.held.childLinks.values()) {
      yield* links.values();
    }
  }

  clear(): void {
    const { held } = this;
    held.nodes.clear();
    held.blueprintTypes.clear();
    held.childLinks.clear();
    held.parentLinks.clear();
    held.linkCount = 0;
  }

  /** Becomes what the parts of one snapshot say. */
  load(parts: readonly Snapshot[]): void {
    this.clear();
    for (const { nodes, links, blueprint_types } of parts) {
      blueprint_types.forEach((type) => this.blueprintTypes.set(type.blueprint_type_id, type));
      nodes.node_id.forEach((nodeId, row) => {
        this.putNode(
          nodeId,
          nodes.name[row]!,
          nodes.blueprint_type_id[row]!,
          nodes.properties[row]
        );
      });
      links.parent_id.forEach((parentId, row) => {
        this.putLink(link(parentId, links.child_id[row]!, links.properties[row]));
        this.held.linkCount += 1;
      });
    }
  }

  /** Changes the graph as an event says; events about other things leave it alone. */
  apply(record: EventRecord): void {
    switch (record.event) {
      case 'graph:node-created': {
        const { node_id, name, blueprint_type_id, properties } = record.payload;
        return this.putNode(node_id, name, blueprint_type_id, properties);
      }
      case 'graph:node-deleted':
        this.node(record.payload.node_id);
        this.nodes.delete(record.payload.node_id);
        return;
      case 'graph:node-linked': {
        const { parent_id, child_id, properties } = record.payload;
        this.held.linkCount += 1;
        return this.putLink(link(parent_id, child_id, properties));
      }
      case 'graph:node-unlinked':
        return this.unlink(record.payload.parent_id, record.payload.child_id);
      case 'graph:property-changed': {
        const { node_id, property_id, new_value } = record.payload;
        return this.setProperty(node_id, property_id, new_value);
      }
      case 'graph:property-deleted': {
        const node = this.node(record.payload.node_id);
        const properties = without(node.properties, record.payload.property_id);
        this.nodes.set(node.nodeId, { ...node, properties });
        return;
      }
      case 'graph:link-property-changed': {
        const { parent_id, child_id, property_id, new_value } = record.payload;
        const old = this.knownLink(parent_id, child_id);
        const properties = new Map(old.properties).set(property_id, new_value);
        return this.putLink({ ...old, properties });
      }
      case 'graph:link-property-deleted': {
        const { parent_id, child_id, property_id } = record.payload;
        const old = this.knownLink(parent_id, child_id);
        return this.putLink({ ...old, properties: without(old.properties, property_id) });
      }
      case 'graph:blueprint-defined': {
        const type = record.payload.blueprint_type;
        this.blueprintTypes.set(type.blueprint_type_id, type);
        return;
      }
      case 'graph:blueprint-removed':
        this.blueprintTypes.delete(record.payload.blueprint_type_id);
        return;
      case 'command:executing':
      case 'command:executed':
      case 'command:failed':
      case 'command:undo':
      case 'command:redo':
      case 'session:connected':
      case 'session:disconnected':
      case 'session:presence':
      case 'project:saved':
      case 'project:loaded':
        return;
      default: {
        const missing: never = record;
        throw new Error(`unknown event ${JSON.stringify(missing)}`);
      }
    }
  }

  private node(nodeId: string): GraphNode {
    const node = this.nodes.get(nodeId);
    if (!node) {
      throw new Error(`there is no node '${nodeId}' in this copy of the graph`);
    }
    return node;
  }

  private knownLink(parentId: string, childId: string): GraphLink {
    const known = this.link(parentId, childId);
    if (!known) {
      throw new Error(`node '${parentId}' has no link to '${childId}' in this copy of the graph`);
    }
    return known;
  }

  private putNode(
    nodeId: string,
    name: string,
    blueprintTypeId: string,
    properties: Record<string, unknown> = {}
  ): void {
    const node = { nodeId, name, blueprintTypeId, properties: asMap(properties) };
    this.nodes.set(nodeId, node);
  }

  private putLink(added: GraphLink): void {
    put(this.held.childLinks, added.parentId, added.childId, added);
    put(this.held.parentLinks, added.childId, added.parentId, added);
  }

  private unlink(parentId: string, childId: string): void {
    this.knownLink(parentId, childId);
    take(this.held.childLinks, parentId, childId);
    take(this.held.parentLinks, childId, parentId);
    this.held.linkCount -= 1;
  }

  private setProperty(nodeId: string, propertyId: string, value: unknown): void {
    const node = this.node(nodeId);
    if (propertyId === NAME) {
      this.nodes.set(nodeId, { ...node, name: String(value) });
    } else {
      const properties = new Map(node.properties).set(propertyId, value);
      this.nodes.set(nodeId, { ...node, properties });
    }
  }
}

type LinkIndex = Map<string, Map<string, GraphLink>>;

function copied(index: LinkIndex): LinkIndex {
  return new Map([...index].map(([nodeId, links]) => [nodeId, new Map(links)]));
}

function put(index: LinkIndex, one: string, other: string, added: GraphLink): void {
  const links = index.get(one);
  if (links) {
    links.set(other, added);
  } else {
    index.set(one, new Map([[other, added]]));
  }
}

function take(index: LinkIndex, one: string, other: string): void {
  const links = index.get(one);
  links?.delete(other);
  if (links?.size === 0) {
    index.delete(one);
  }
}

function link(parentId: string, childId: string, properties?: Record<string, unknown>): GraphLink {
  return { parentId, childId, properties: asMap(properties ?? {}) };
}

function asMap(properties: Record<string, unknown>): Properties {
  return new Map(Object.entries(properties));
}

function without(properties: Properties, propertyId: string): Properties {
  const rest = new Map(properties);
  rest.delete(propertyId);
  return rest;
}
