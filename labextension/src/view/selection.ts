import { Signal, type Replica } from '../core';
import type { LinkEnds } from './scene';

/** What one has selected: nodes, in the order in which they were taken, and links. */
export class Selection {
  readonly changed = new Signal<void>();
  private ids: ReadonlySet<string> = new Set();
  private ends: ReadonlyMap<string, LinkEnds> = new Map();

  get nodeIds(): ReadonlySet<string> {
    return this.ids;
  }

  get links(): readonly LinkEnds[] {
    return [...this.ends.values()];
  }

  get isEmpty(): boolean {
    return this.ids.size === 0 && this.ends.size === 0;
  }

  /** The node that was taken last: the one that keys and forms speak of. */
  get lead(): string | undefined {
    return [...this.ids].pop();
  }

  hasLink(link: LinkEnds): boolean {
    return this.ends.has(keyOfLink(link));
  }

  set(nodeIds: Iterable<string>, links: Iterable<LinkEnds> = []): void {
    this.become(new Set(nodeIds), mapOf(links));
  }

  clear(): void {
    this.set([]);
  }

  add(nodeIds: Iterable<string>): void {
    const ids = new Set(this.ids);
    for (const nodeId of nodeIds) {
      // Taken again, it is the one that was taken last.
      ids.delete(nodeId);
      ids.add(nodeId);
    }
    this.become(ids, this.ends);
  }

  /** Takes what is not selected, and lets go of what is. */
  toggle(nodeIds: Iterable<string>, links: Iterable<LinkEnds> = []): void {
    const ids = new Set(this.ids);
    for (const nodeId of nodeIds) {
      if (!ids.delete(nodeId)) {
        ids.add(nodeId);
      }
    }
    const ends = new Map(this.ends);
    for (const [key, link] of mapOf(links)) {
      if (!ends.delete(key)) {
        ends.set(key, link);
      }
    }
    this.become(ids, ends);
  }

  /** Lets go of what is not in the graph any more. */
  prune(replica: Replica): void {
    const ids = [...this.ids].filter((nodeId) => replica.nodes.has(nodeId));
    const ends = this.links.filter(({ parentId, childId }) => replica.link(parentId, childId));
    if (ids.length < this.ids.size || ends.length < this.ends.size) {
      this.set(ids, ends);
    }
  }

  private become(ids: ReadonlySet<string>, ends: ReadonlyMap<string, LinkEnds>): void {
    if (!isSameOrder(ids.keys(), this.ids.keys()) || !isSameOrder(ends.keys(), this.ends.keys())) {
      [this.ids, this.ends] = [ids, ends];
      this.changed.emit();
    }
  }
}

function isSameOrder(one: Iterable<string>, other: Iterable<string>): boolean {
  const [left, right] = [[...one], [...other]];
  return left.length === right.length && left.every((key, index) => key === right[index]);
}

function mapOf(links: Iterable<LinkEnds>): Map<string, LinkEnds> {
  return new Map([...links].map((link) => [keyOfLink(link), link]));
}

function keyOfLink({ parentId, childId }: LinkEnds): string {
  return JSON.stringify([parentId, childId]);
}
