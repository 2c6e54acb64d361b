import type { CommandOp } from '../pending';
import type { Commit, EventRecord, Settings } from '../protocol';
import type { Replica } from '../replica';
import { Draft } from './draft';
import { expect, Unexpectable } from './expectations';
import { isSame } from './same';

interface Applied {
  readonly op: CommandOp;
  readonly draft: Draft;
}

/**
 * What one's own unanswered commands are expected to do, shown on top of what is confirmed. An
 * undo of one of them hides it at once; any other undo shows when the server has answered.
 */
export class Predictions {
  private ops = new Map<string, CommandOp>();
  private applied: Applied[] = [];
  private undone: CommandOp[] = [];
  private isShown = true;

  constructor(
    private readonly graph: Replica,
    private readonly settings: () => Settings
  ) {}

  /** Shows what a command is expected to do; returns the events that do so. */
  add(op: CommandOp): EventRecord[] {
    this.ops.set(op.command_id, op);
    return this.isShown ? this.show(op) : [];
  }

  /** Takes everything back, newest first, so that what is confirmed can change. */
  hide(): EventRecord[] {
    const back = this.isShown
      ? this.applied.reverse().flatMap(({ draft }) => draft.takeBack())
      : [];
    this.forgetDrafts();
    return back;
  }

  /** The graph was replaced: there is nothing to take back. */
  forgetDrafts(): void {
    this.applied = [];
    this.undone = [];
    this.isShown = false;
  }

  /** A command is answered; returns whether it was one that is waited for. */
  drop(commandId: string): boolean {
    return this.ops.delete(commandId);
  }

  /** Shows again what is still waited for, on the graph as it is now. */
  showAgain(): EventRecord[] {
    if (this.isShown) {
      return [];
    }
    this.isShown = true;
    return [...this.ops.values()].flatMap((op) => this.show(op));
  }

  /**
   * Keeps what is shown, where a commit is just what its oldest prediction expected. A deletion
   * never is: whoever tells of it needs the graph as it was before.
   */
  confirm({ command_id, events }: Commit): boolean {
    const [oldest] = this.isShown ? this.applied : [];
    const isOldest = oldest?.op.command_id === command_id && this.undone.length === 0;
    const told = events.filter(({ event }) => event.startsWith('graph:'));
    const isAsExpected =
      isOldest &&
      told.length === oldest.draft.events.length &&
      told.every((record, index) => isExpected(record, oldest.draft.events[index]!));
    if (isAsExpected) {
      this.applied.shift();
      this.ops.delete(command_id);
    }
    return isAsExpected;
  }

  private show(op: CommandOp): EventRecord[] {
    if (op.op === 'execute') {
      this.undone = [];
      return this.apply(op);
    }
    if ((op.scope ?? 'mine') !== 'mine') {
      return [];
    }
    if (op.op === 'redo') {
      const again = this.undone.pop();
      return again ? this.apply(again) : [];
    }
    const last = this.applied.pop();
    if (!last) {
      return [];
    }
    this.undone.push(last.op);
    return last.draft.takeBack();
  }

  private apply(op: CommandOp): EventRecord[] {
    const draft = new Draft(this.graph);
    try {
      expect(op as Extract<CommandOp, { op: 'execute' }>, draft, this.settings());
    } catch (error) {
      draft.takeBack();
      if (!(error instanceof Unexpectable)) {
        console.error('graphsync: a command could not be predicted', error);
      }
      return [];
    }
    this.applied.push({ op, draft });
    return draft.events;
  }
}

function isExpected(told: EventRecord, expected: EventRecord): boolean {
  const timeless = { ...told.payload, timestamp: '' };
  return (
    told.event === expected.event &&
    told.event !== 'graph:node-deleted' &&
    isSame(timeless, expected.payload)
  );
}
