import type { Replica } from '../../core';
import type { LinkEnds } from '../scene';

// From here on a number tells no more than that there are many.
const MOST_COUNTED = 1_000;

/**
 * Which nodes are not drawn since they hang on collapsed ones alone. A node that somebody else
 * holds, who is seen and not collapsed, stays; so does one that nobody holds.
 */
export class Folding {
  private collapsed: ReadonlySet<string> = new Set();
  private readonly hidden = new Set<string>();
  private readonly counts = new Map<string, string | undefined>();

  constructor(private readonly replica: Replica) {}

  get isActive(): boolean {
    return this.collapsed.size > 0;
  }

  isHidden(nodeId: string): boolean {
    return this.hidden.has(nodeId);
  }

  /** Decides anew for all nodes. */
  load(collapsed: ReadonlySet<string>): void {
    this.collapsed = collapsed;
    this.hidden.clear();
    this.counts.clear();
    for (const nodeId of this.below(collapsed)) {
      this.hidden.add(nodeId);
    }
    // A node on a ring that begins with itself would vanish with what it holds.
    const held = [...this.hidden].filter((nodeId) => this.isHeld(nodeId));
    const rings = [...collapsed].filter((nodeId) => this.isHidden(nodeId) && this.isOnRing(nodeId));
    this.reveal([...held, ...rings], new Set());
  }

  /** Decides anew around what changed; returns the nodes that are now hidden or seen. */
  update(nodeIds: Iterable<string>, links: readonly LinkEnds[]): Set<string> {
    const changed = new Set<string>();
    if (!this.isActive) {
      return changed;
    }
    const asked = new Set([...nodeIds, ...links.map(({ childId }) => childId)]);
    for (const nodeId of asked) {
      if (!this.replica.nodes.has(nodeId)) {
        this.hidden.delete(nodeId);
      } else if (this.isHidden(nodeId) && this.isSupported(nodeId)) {
        this.reveal([nodeId], changed);
      } else if (!this.isHidden(nodeId) && !this.isSupported(nodeId)) {
        this.hide(nodeId, changed);
      }
    }
    return changed;
  }

  /** How many nodes a collapsed node hides, as people read it; undefined where it hides none. */
  countText(nodeId: string): string | undefined {
    if (!this.collapsed.has(nodeId)) {
      return undefined;
    }
    if (!this.counts.has(nodeId)) {
      this.counts.set(nodeId, this.count(nodeId));
    }
    return this.counts.get(nodeId);
  }

  /** What a node hides is another now. */
  forgetCount(nodeId: string): void {
    this.counts.delete(nodeId);
  }

  /** The collapsed nodes that are seen and hide this one. */
  keepers(nodeId: string): Set<string> {
    const found = new Set<string>();
    const seen = new Set([nodeId]);
    const queue = [nodeId];
    for (const childId of queue) {
      for (const parentId of this.replica.parents(childId).keys()) {
        if (!this.isHidden(parentId)) {
          found.add(parentId);
        } else if (!seen.has(parentId) && seen.size < MOST_COUNTED) {
          seen.add(parentId);
          queue.push(parentId);
        }
      }
    }
    return found;
  }

  private count(nodeId: string): string | undefined {
    const found = new Set<string>();
    const queue = [nodeId];
    for (const parentId of queue) {
      for (const childId of this.replica.children(parentId).keys()) {
        if (this.isHidden(childId) && !found.has(childId)) {
          found.add(childId);
          queue.push(childId);
        }
      }
      if (found.size >= MOST_COUNTED) {
        return `+${MOST_COUNTED.toLocaleString('en')}…`;
      }
    }
    return found.size === 0 ? undefined : `+${found.size}`;
  }

  private below(nodeIds: Iterable<string>): Set<string> {
    const found = new Set<string>();
    const queue = [...nodeIds];
    for (const parentId of queue) {
      for (const childId of this.replica.children(parentId).keys()) {
        if (!found.has(childId)) {
          found.add(childId);
          queue.push(childId);
        }
      }
    }
    return found;
  }

  private isOnRing(nodeId: string): boolean {
    const below = this.below([nodeId]);
    const isAlone = [...this.replica.parents(nodeId).keys()].every((parent) => below.has(parent));
    return isAlone && below.has(nodeId);
  }

  private isHeld(nodeId: string): boolean {
    for (const parentId of this.replica.parents(nodeId).keys()) {
      if (!this.isHidden(parentId) && !this.collapsed.has(parentId)) {
        return true;
      }
    }
    return false;
  }

  private isSupported(nodeId: string): boolean {
    return this.replica.parents(nodeId).size === 0 || this.isHeld(nodeId);
  }

  private reveal(nodeIds: readonly string[], changed: Set<string>): void {
    const queue = [...nodeIds];
    for (const nodeId of queue) {
      if (this.hidden.delete(nodeId)) {
        changed.add(nodeId);
        if (!this.collapsed.has(nodeId)) {
          queue.push(...this.replica.children(nodeId).keys());
        }
      }
    }
  }

  private hide(nodeId: string, changed: Set<string>): void {
    const queue = [nodeId];
    for (const next of queue) {
      if (!this.isHidden(next) && !this.isSupported(next)) {
        this.hidden.add(next);
        changed.add(next);
        queue.push(...this.replica.children(next).keys());
      }
    }
  }
}
