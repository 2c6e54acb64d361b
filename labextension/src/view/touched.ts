import type { EventRecord } from '../core';
import type { LinkEnds, SceneChange } from './scene';

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
