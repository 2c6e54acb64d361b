import type { CommandOp } from '../pending';
import type { Commit, Reply } from '../protocol';
import { fitting } from './fitting';
import { isGraphEvent, type GraphEvent } from './graph_event';
import { inverseOf } from './inverse';
import { predict, type Scope } from './prediction';
import { isSame } from './same';
import { tryOut, type Trial } from './trial';
import { undoneAmong } from './undone';

interface Asked {
  readonly op: CommandOp;
  trial: Trial | undefined;
  /** The commit that the answer named, where that has not come yet. */
  seq: number | undefined;
  /** Of an undo: what takes back the command's commit, once that has come. */
  taking: readonly GraphEvent[] | undefined;
}

/**
 * One's own unanswered commands, and what they are expected to do, which is on top of the graph
 * that the server has told. What comes meanwhile goes beneath: the predictions are taken back, and
 * made again by `show`. All that costs as much as there is unanswered, whatever the graph's size.
 */
export class Predictions {
  private readonly asked = new Map<string, Asked>();
  private reversals = 0;
  private isTakenBack = true;

  /** `apply` changes the graph of `scope`, and tells whoever draws it. */
  constructor(
    private readonly scope: Scope,
    private readonly apply: (event: GraphEvent) => void
  ) {}

  /** Takes in a command that is on its way; it is shown at once, or by the next `show`. */
  add(op: CommandOp): void {
    const asked = { op, trial: undefined, seq: undefined, taking: undefined };
    this.asked.set(op.command_id, asked);
    if (op.op !== 'execute') {
      this.reversals += 1;
      this.takeBack();
    } else if (!this.isTakenBack) {
      this.foresee(asked);
    }
  }

  /** Makes the graph the one that the server has told. */
  takeBack(): void {
    if (this.isTakenBack) {
      return;
    }
    for (const asked of [...this.asked.values()].reverse()) {
      asked.trial?.inverse.forEach((event) => this.apply(event));
      asked.trial = undefined;
    }
    this.isTakenBack = true;
  }

  /** Predicts again what was taken back; what cannot be any more is not shown until answered. */
  show(): void {
    if (!this.isTakenBack) {
      return;
    }
    this.isTakenBack = false;
    const undoneBy = this.undoneBy();
    for (const asked of this.asked.values()) {
      if (!undoneBy.has(asked.op.command_id)) {
        this.foresee(asked);
      }
    }
  }

  /**
   * Makes way for a commit, and returns what of it is left to apply: nothing where it does just
   * what the oldest prediction said, which then stays.
   */
  makeWay(commit: Commit): GraphEvent[] {
    const events = commit.events.filter(isGraphEvent);
    if (this.foresaw(commit.command_id, events)) {
      return [];
    }
    if (events.length > 0 || this.asked.has(commit.command_id)) {
      this.takeBack();
    }
    return events;
  }

  /** Applies what is left of a commit; what was asked by it is no prediction any more. */
  confirm({ command_id }: Commit, events: readonly GraphEvent[]): void {
    const undo = this.undoneBy().get(command_id);
    this.forget(command_id);
    if (undo === undefined) {
      events.forEach((event) => this.apply(event));
    } else {
      this.asked.get(undo)!.taking = this.applyAndInvert(events);
    }
  }

  /** Takes the answer to a command; `seq` is the last commit that is in the graph. */
  answer(reply: Reply, seq: number): void {
    const asked = this.asked.get(String(reply.id));
    if (asked && reply.ok && (reply.seq ?? 0) > seq) {
      asked.seq = reply.seq;
    } else if (asked) {
      this.drop(asked);
    }
  }

  /** Knows that the graph was replaced by a copy, which holds the commits up to `seq`. */
  replaced(seq: number): void {
    this.isTakenBack = true;
    for (const asked of this.asked.values()) {
      asked.trial = undefined;
      asked.taking = undefined;
      if (asked.seq !== undefined && asked.seq <= seq) {
        this.forget(asked.op.command_id);
      }
    }
  }

  /** Drops everything: nothing will be answered any more. */
  clear(): void {
    this.takeBack();
    this.asked.clear();
    this.reversals = 0;
  }

  /** Returns the name that a node has without the predictions, where they change or remove it. */
  nameBefore(nodeId: string): string | undefined {
    for (const { trial } of this.asked.values()) {
      const name = trial?.names.get(nodeId);
      if (name !== undefined) {
        return name;
      }
    }
    return undefined;
  }

  private foresaw(commandId: string, events: readonly GraphEvent[]): boolean {
    if (this.isTakenBack) {
      return false;
    }
    for (const { op, trial } of this.asked.values()) {
      if (trial) {
        return op.command_id === commandId && sameChanges(trial.events, events);
      }
    }
    return false;
  }

  private foresee(asked: Asked): void {
    const { op, taking } = asked;
    const { replica } = this.scope;
    if (op.op === 'execute') {
      const predicted = predict(op, op.command_id, this.scope);
      asked.trial = tryOut(replica, predicted, this.apply);
    } else if (taking) {
      asked.trial = tryOut(replica, fitting(taking, replica), this.apply);
    }
  }

  private drop({ op, trial }: Asked): void {
    // What a refused undo hid stands after all.
    if (trial || op.op !== 'execute') {
      this.takeBack();
    }
    this.forget(op.command_id);
  }

  private forget(commandId: string): void {
    const asked = this.asked.get(commandId);
    if (asked) {
      this.asked.delete(commandId);
      this.reversals -= asked.op.op === 'execute' ? 0 : 1;
    }
  }

  private undoneBy(): Map<string, string> {
    const candidates = this.reversals > 0 ? [...this.asked.values()] : [];
    return undoneAmong(candidates.map(({ op, taking }) => ({ op, isTold: taking !== undefined })));
  }

  private applyAndInvert(events: readonly GraphEvent[]): GraphEvent[] {
    const inverse: GraphEvent[] = [];
    for (const event of events) {
      inverse.push(inverseOf(event, this.scope.replica));
      this.apply(event);
    }
    return inverse.reverse();
  }
}

function sameChanges(one: readonly GraphEvent[], other: readonly GraphEvent[]): boolean {
  return (
    one.length === other.length &&
    one.every((record, index) => {
      const { event, payload } = other[index]!;
      return record.event === event && isSame({ ...payload, timestamp: '' }, record.payload);
    })
  );
}
