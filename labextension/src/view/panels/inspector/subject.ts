import {
  NAME,
  isSame,
  type Editor,
  type EventRecord,
  type GraphNode,
  type LinkEnds,
  type Properties,
  type Replica
} from '../../../core';

/** What a property is among the things that are looked at together. */
export type Held =
  | { readonly kind: 'same'; readonly value: unknown }
  /** Not all of them have it, or not with one value. */
  | { readonly kind: 'mixed' }
  | { readonly kind: 'absent' };

export const ABSENT: Held = { kind: 'absent' };

/** What is inspected: nodes, or a link. */
export interface Subject {
  /** Subjects of one key are the same things. */
  readonly key: string;
  readonly isSeveral: boolean;
  /** The properties that all of them have. */
  propertyIds(): string[];
  held(propertyId: string): Held;
  /** Sets a property of all, or removes it where `value` is undefined. */
  write(propertyId: string, value: unknown, expected?: Held): Promise<unknown>;
  /** The property of one of them that an event is about. */
  touchedBy(record: EventRecord): string | undefined;
}

export function isHeldAlike(one: Held, other: Held): boolean {
  if (one.kind === 'same' && other.kind === 'same') {
    return isSame(one.value, other.value);
  }
  return one.kind === other.kind;
}

export class NodesSubject implements Subject {
  readonly key: string;
  private readonly known: ReadonlySet<string>;

  constructor(
    private readonly replica: Replica,
    private readonly editor: Editor,
    readonly nodeIds: readonly string[]
  ) {
    this.key = JSON.stringify(nodeIds);
    this.known = new Set(nodeIds);
  }

  get isSeveral(): boolean {
    return this.nodeIds.length > 1;
  }

  propertyIds(): string[] {
    const [first] = this.nodes();
    return [...(first?.properties.keys() ?? [])].filter((propertyId) =>
      this.all(({ properties }) => properties.has(propertyId))
    );
  }

  held(propertyId: string): Held {
    const [first] = this.nodes();
    const held = first ? heldBy(first, propertyId) : ABSENT;
    return this.all((node) => isHeldAlike(heldBy(node, propertyId), held))
      ? held
      : { kind: 'mixed' };
  }

  write(propertyId: string, value: unknown, expected?: Held): Promise<unknown> {
    const edit =
      value === undefined
        ? this.editor.deleteProperty(this.nodeIds, propertyId)
        : this.editor.setProperty(this.nodeIds, propertyId, value, expectation(this, expected));
    return edit.done;
  }

  touchedBy({ event, payload }: EventRecord): string | undefined {
    const isProperty = event === 'graph:property-changed' || event === 'graph:property-deleted';
    return isProperty && this.known.has(payload.node_id) ? payload.property_id : undefined;
  }

  private *nodes(): Iterable<GraphNode> {
    for (const nodeId of this.nodeIds) {
      const node = this.replica.nodes.get(nodeId);
      if (node) {
        yield node;
      }
    }
  }

  /** Ends at the first node for which it is not so: thousands may be selected. */
  private all(test: (node: GraphNode) => boolean): boolean {
    for (const node of this.nodes()) {
      if (!test(node)) {
        return false;
      }
    }
    return true;
  }
}

export class LinkSubject implements Subject {
  readonly key: string;
  readonly isSeveral = false;

  constructor(
    private readonly replica: Replica,
    private readonly editor: Editor,
    readonly ends: LinkEnds
  ) {
    this.key = JSON.stringify({ link: [ends.parentId, ends.childId] });
  }

  propertyIds(): string[] {
    return [...this.properties().keys()];
  }

  held(propertyId: string): Held {
    return heldIn(this.properties(), propertyId);
  }

  write(propertyId: string, value: unknown, expected?: Held): Promise<unknown> {
    const edit =
      value === undefined
        ? this.editor.deleteLinkProperty(this.ends, propertyId)
        : this.editor.setLinkProperty(this.ends, propertyId, value, expectation(this, expected));
    return edit.done;
  }

  touchedBy({ event, payload }: EventRecord): string | undefined {
    const isProperty =
      event === 'graph:link-property-changed' || event === 'graph:link-property-deleted';
    const { parentId, childId } = this.ends;
    return isProperty && payload.parent_id === parentId && payload.child_id === childId
      ? payload.property_id
      : undefined;
  }

  private properties(): Properties {
    const { parentId, childId } = this.ends;
    return this.replica.link(parentId, childId)?.properties ?? new Map<string, unknown>();
  }
}

function heldBy({ name, properties }: GraphNode, propertyId: string): Held {
  return propertyId === NAME ? { kind: 'same', value: name } : heldIn(properties, propertyId);
}

function heldIn(properties: Properties, propertyId: string): Held {
  return properties.has(propertyId) ? { kind: 'same', value: properties.get(propertyId) } : ABSENT;
}

/** Only of one thing one can say what it is expected to hold; nothing is told as `null`. */
function expectation({ isSeveral }: Subject, held?: Held): { expected: unknown } | undefined {
  if (isSeveral || !held || held.kind === 'mixed') {
    return undefined;
  }
  return { expected: held.kind === 'same' ? held.value : null };
}
