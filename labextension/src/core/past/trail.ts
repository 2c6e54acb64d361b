import type { GraphEvent } from '../editing/graph_event';

interface Step {
  readonly seq: number;
  /** What takes the commit back, in the order in which it is to be applied. */
  readonly inverse: readonly GraphEvent[];
}

const MOST_EVENTS = 100_000;

/** The way that a replica came from commit to commit, on which it can go back exactly. */
export class Trail {
  private steps: Step[] = [];
  private events = 0;

  clear(): void {
    this.steps = [];
    this.events = 0;
  }

  /** Notes a step; the oldest ones are forgotten where there are too many. */
  add(step: Step): void {
    this.steps.push(step);
    this.events += step.inverse.length;
    let forgotten = 0;
    while (this.events > MOST_EVENTS && forgotten < this.steps.length - 1) {
      this.events -= this.steps[forgotten]!.inverse.length;
      forgotten += 1;
    }
    this.steps.splice(0, forgotten);
  }

  /** Whether the graph after a commit is on the way back. */
  reaches(seq: number): boolean {
    const [first] = this.steps;
    return first !== undefined && seq >= first.seq - 1;
  }

  /** Takes the newest step off, if it is one of a commit after `seq`. */
  takeAfter(seq: number): Step | undefined {
    const last = this.steps.at(-1);
    if (!last || last.seq <= seq) {
      return undefined;
    }
    this.events -= last.inverse.length;
    return this.steps.pop();
  }

  get last(): Step | undefined {
    return this.steps.at(-1);
  }
}
