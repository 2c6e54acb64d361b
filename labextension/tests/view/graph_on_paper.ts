import { Replica, type BlueprintType, type EventRecord } from '../../src/core';
import { Display, type DisplayState } from '../../src/view/display';
import { Scene, type LinkEnds, type SceneChange } from '../../src/view/scene';
import { AT, created, linked } from '../core/memory_sockets';

/** A graph without a session, and a scene of it. */
export class GraphOnPaper {
  readonly replica = new Replica();
  readonly display = new Display();
  readonly scene = new Scene(this.replica, this.display);

  /** Links are written as pairs of ids: `a>b`. */
  constructor(nodeIds: string, links = '') {
    words(nodeIds).forEach((nodeId) => this.replica.apply(created(nodeId)));
    words(links).forEach((pair) => this.replica.apply(linked(...endsOf(pair))));
    this.scene.placement.load();
    this.scene.load();
  }

  /** Changes the graph, and lets the scene take it in. */
  change(...events: EventRecord[]): SceneChange | 'everything' {
    const nodeIds = new Set<string>();
    const links: LinkEnds[] = [];
    for (const event of events) {
      this.replica.apply(event);
      const { payload } = event;
      if ('child_id' in payload) {
        links.push({ parentId: payload.parent_id, childId: payload.child_id });
        nodeIds.add(payload.parent_id).add(payload.child_id);
      } else if ('node_id' in payload) {
        nodeIds.add(payload.node_id);
      }
    }
    this.scene.placement.update(nodeIds);
    return this.scene.update({ nodeIds, links });
  }

  set(nodeId: string, propertyId: string, value: unknown): SceneChange | 'everything' {
    return this.change(property(nodeId, propertyId, value));
  }

  show(change: Partial<DisplayState>): this {
    this.display.change(change);
    this.scene.load();
    return this;
  }

  collapse(...nodeIds: string[]): this {
    return this.show({ collapsed: new Set(nodeIds) });
  }

  /** The ids that are drawn, in order, as one word. */
  get seen(): string {
    return [...this.scene.nodeIds].sort().join(' ');
  }

  get seenLinks(): string[] {
    return [...this.scene.links()].map(({ parentId, childId }) => `${parentId}>${childId}`).sort();
  }

  define(type: Partial<BlueprintType>): this {
    const base = { blueprint_type_id: 'city', allowed_children: null, style: {} };
    const payload = { blueprint_type: { ...base, ...type }, timestamp: AT };
    this.replica.apply({ event: 'graph:blueprint-defined', payload });
    this.scene.load();
    return this;
  }
}

export function property(nodeId: string, propertyId: string, value: unknown): EventRecord {
  const payload = { node_id: nodeId, property_id: propertyId, new_value: value, old_value: null };
  return { event: 'graph:property-changed', payload: { ...payload, timestamp: AT } };
}

export function unlinked(parentId: string, childId: string): EventRecord {
  const payload = { parent_id: parentId, child_id: childId, timestamp: AT };
  return { event: 'graph:node-unlinked', payload };
}

function words(text: string): string[] {
  return text.split(' ').filter(Boolean);
}

function endsOf(pair: string): [string, string] {
  const [parent, child] = pair.split('>');
  return [parent!, child!];
}
