import type { GraphNode, Replica } from '../../../core';

/** By what siblings are sorted. */
export type OrderName = 'name' | 'added';

/** What siblings are compared by; all keys of one order are of one type. */
export type SortKey = string | number;

const DIGITS = /\d+/g;
const MARKS = /[\u0300-\u036f]/g;
// eslint-disable-next-line no-control-regex
const PLAIN = /^[\x00-\x7f]*$/;

/** Returns a key by which names sort as people count: `plant 9` before `plant 10`, `É` beside `e`. */
export function nameKey(name: string): string {
  return folded(name).replace(DIGITS, (digits) => digits.padStart(12, '0'));
}

/** Returns a name as people type it who look for it: without case and accents. */
export function folded(name: string): string {
  const plain = PLAIN.test(name) ? name : name.normalize('NFD').replace(MARKS, '');
  return plain.toLowerCase();
}

/** Gives nodes their keys, and remembers them: a node is found again under the one it had. */
export class Keys {
  private readonly known = new Map<string, SortKey>();
  private next = 0;

  constructor(
    private readonly replica: Replica,
    private readonly order: OrderName
  ) {
    if (order === 'added') {
      for (const nodeId of replica.nodes.keys()) {
        this.known.set(nodeId, (this.next += 1));
      }
    }
  }

  of(nodeId: string): SortKey {
    let key = this.known.get(nodeId);
    if (key === undefined) {
      key = this.make(this.replica.nodes.get(nodeId));
      this.known.set(nodeId, key);
    }
    return key;
  }

  /** Whether the key that a node has is not the one that it ought to have. */
  isOld(nodeId: string): boolean {
    const known = this.known.get(nodeId);
    const node = this.replica.nodes.get(nodeId);
    return this.order === 'name' && node !== undefined && known !== undefined
      ? known !== nameKey(node.name)
      : false;
  }

  forget(nodeId: string): void {
    this.known.delete(nodeId);
  }

  private make(node: GraphNode | undefined): SortKey {
    return this.order === 'name' ? nameKey(node?.name ?? '') : (this.next += 1);
  }
}
