import type { EventRecord } from '../protocol';
import type { Replica } from '../replica';
import { inverseOf } from './inverse';

/** Events that were applied to a graph for the time being, and can be taken back. */
export class Draft {
  readonly events: EventRecord[] = [];
  private readonly inverses: EventRecord[] = [];

  constructor(readonly graph: Replica) {}

  apply(record: EventRecord): void {
    const inverse = inverseOf(record, this.graph);
    this.graph.apply(record);
    this.events.push(record);
    this.inverses.push(inverse);
  }

  /** Leaves the graph as it was before; returns the events that did so. */
  takeBack(): EventRecord[] {
    const back = this.inverses.reverse();
    back.forEach((inverse) => this.graph.apply(inverse));
    return back;
  }
}
