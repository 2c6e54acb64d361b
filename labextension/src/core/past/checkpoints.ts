import type { Replica } from '../replica';

const MOST = 8;
const MOST_NODES = 200_000;

/** Whole graphs of some moments, from which others are reached; a bounded number of them. */
export class Checkpoints {
  private readonly bySeq = new Map<number, Replica>();

  keep(seq: number, replica: Replica): void {
    this.bySeq.delete(seq);
    this.bySeq.set(seq, replica);
    let nodes = 0;
    for (const [other, { nodes: held }] of [...this.bySeq].reverse()) {
      nodes += held.size;
      if (other !== seq && nodes > MOST_NODES) {
        this.bySeq.delete(other);
      }
    }
    const [oldest] = this.bySeq.keys();
    if (this.bySeq.size > MOST && oldest !== undefined) {
      this.bySeq.delete(oldest);
    }
  }

  /** Returns the newest one that is before a moment, and no older than `from`. */
  before(seq: number, from: number): { seq: number; replica: Replica } | undefined {
    const fitting = [...this.bySeq.keys()].filter((known) => known < seq && known >= from);
    const newest = fitting.length > 0 ? Math.max(...fitting) : undefined;
    return newest === undefined ? undefined : { seq: newest, replica: this.bySeq.get(newest)! };
  }
}
