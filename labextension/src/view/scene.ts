import type { EventRecord, GraphNode, Replica } from '../core';
import type { Point } from './geometry';
import { Placement } from './layout/placement';
import { Palette, asColor } from './palette';
import { valueText } from './text';

/** How one node is drawn. */
export interface NodeLook extends Point {
  readonly label: string;
  readonly color: string;
  /** Radius in pixels at natural size. */
  readonly size: number;
}

export interface LinkEnds {
  readonly parentId: string;
  readonly childId: string;
}

/** What is to be drawn again: things that are still there, or that have gone. */
export interface SceneChange {
  readonly nodeIds: ReadonlySet<string>;
  readonly links: readonly LinkEnds[];
}

/** A legend's line. */
export interface TypeLook {
  readonly title: string;
  readonly color: string;
  readonly count: number;
}

const SMALLEST = 5;
const LARGEST = 16;

/** What there is to draw, and where: the graph as renderers see it. */
export class Scene {
  readonly placement: Placement;
  private readonly palette = new Palette();

  constructor(readonly replica: Replica) {
    this.placement = new Placement(replica);
  }

  get nodeIds(): Iterable<string> {
    return this.replica.nodes.keys();
  }

  links(): Iterable<LinkEnds> {
    return this.replica.links();
  }

  hasLink({ parentId, childId }: LinkEnds): boolean {
    return this.replica.link(parentId, childId) !== undefined;
  }

  look(nodeId: string): NodeLook | undefined {
    const node = this.replica.nodes.get(nodeId);
    return (
      node && {
        ...this.placement.of(nodeId),
        label: this.label(node),
        color: this.color(node),
        size: this.size(nodeId)
      }
    );
  }

  /** The blueprint types that are in use, the most used first. */
  legend(): TypeLook[] {
    const counts = new Map<string, number>();
    for (const { blueprintTypeId } of this.replica.nodes.values()) {
      counts.set(blueprintTypeId, (counts.get(blueprintTypeId) ?? 0) + 1);
    }
    const looks = [...counts].map(([typeId, count]) => ({
      title: this.typeTitle(typeId),
      color: this.typeColor(typeId),
      count
    }));
    return looks.sort((one, other) => other.count - one.count);
  }

  typeTitle(typeId: string): string {
    return this.replica.blueprintTypes.get(typeId)?.title ?? typeId;
  }

  private label(node: GraphNode): string {
    const property = this.replica.blueprintTypes.get(node.blueprintTypeId)?.style.label_property;
    const value = property === undefined ? undefined : node.properties.get(property);
    return value === undefined || value === null ? node.name : valueText(value);
  }

  private color(node: GraphNode): string {
    return asColor(node.properties.get('_color')) ?? this.typeColor(node.blueprintTypeId);
  }

  private typeColor(typeId: string): string {
    const told = asColor(this.replica.blueprintTypes.get(typeId)?.style.color);
    return told ?? this.palette.colorOf(typeId);
  }

  /** Larger with the number of links, in step with the area's root: eight links, twice the size. */
  private size(nodeId: string): number {
    const links = this.replica.children(nodeId).size + this.replica.parents(nodeId).size;
    return Math.min(LARGEST, SMALLEST + 2 * Math.sqrt(links));
  }
}

/** Collects what events touched, so that those of one frame are drawn in one pass. */
export class Touched implements SceneChange {
  readonly nodeIds = new Set<string>();
  private readonly byParent = new Map<string, Set<string>>();
  /** A blueprint type changed: any node may look different. */
  isEverything = false;

  get isEmpty(): boolean {
    return this.nodeIds.size === 0 && this.byParent.size === 0 && !this.isEverything;
  }

  get links(): LinkEnds[] {
    return [...this.byParent].flatMap(([parentId, children]) =>
      [...children].map((childId) => ({ parentId, childId }))
    );
  }

  add(record: EventRecord): void {
    switch (record.event) {
      case 'graph:node-created':
      case 'graph:node-deleted':
      case 'graph:property-changed':
      case 'graph:property-deleted':
        this.nodeIds.add(record.payload.node_id);
        return;
      case 'graph:node-linked':
      case 'graph:node-unlinked':
      case 'graph:link-property-changed':
      case 'graph:link-property-deleted':
        return this.addLink(record.payload.parent_id, record.payload.child_id);
      case 'graph:blueprint-defined':
      case 'graph:blueprint-removed':
        this.isEverything = true;
        return;
      default:
        return;
    }
  }

  private addLink(parentId: string, childId: string): void {
    // Both ends too: they grow with the number of their links.
    this.nodeIds.add(parentId).add(childId);
    const children = this.byParent.get(parentId);
    if (children) {
      children.add(childId);
    } else {
      this.byParent.set(parentId, new Set([childId]));
    }
  }
}
