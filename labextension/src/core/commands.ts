import type { ConnectionListener } from './connection_listener';
import { tooLarge } from './frame_size';
import { newId } from './ids';
import { PendingCommands, SessionEnded, type CommandOp } from './pending';
import type { Limits, Reply } from './protocol';

/** A command that an earlier connection asked, and its answer. */
export interface RestoredCommand {
  readonly op: CommandOp;
  readonly answer: Promise<Reply>;
}

/** What one client asks: told to the listener at once, and sent until it is answered. */
export class Commands {
  readonly pending = new PendingCommands((op) => this.sendOne(op));
  private readonly restored: RestoredCommand[] = [];
  private limits: Limits | undefined;
  private ending: string | undefined;

  constructor(
    private readonly listener: ConnectionListener,
    private readonly send: (op: CommandOp) => void
  ) {}

  execute(commandType: string, args: unknown): Promise<Reply> {
    const command_id = newId();
    return this.ask({ op: 'execute', command_id, command_type: commandType, arguments: args });
  }

  reverse(direction: 'undo' | 'redo', scope: 'mine' | 'session'): Promise<Reply> {
    return this.ask({ op: direction, command_id: newId(), scope });
  }

  /** Asks again, under its old id, what was not answered to an earlier connection. */
  restore(op: CommandOp): void {
    const answer = this.ask(op);
    answer.catch(() => undefined);
    this.restored.push({ op, answer });
  }

  takeRestored(): readonly RestoredCommand[] {
    return this.restored.splice(0);
  }

  /** There is a line, on which messages have a limit. */
  open(limits: Limits): void {
    this.limits = limits;
    this.pending.open();
  }

  settle(reply: Reply): void {
    if (this.pending.settle(reply)) {
      this.listener.answered(reply);
    }
  }

  end(reason: string): void {
    this.ending = reason;
    this.pending.fail(new SessionEnded(reason));
    this.listener.abandoned();
  }

  private ask(given: CommandOp): Promise<Reply> {
    if (this.ending !== undefined) {
      return Promise.reject(new SessionEnded(this.ending));
    }
    // What is shown and sent again is what was asked, whatever becomes of the arguments.
    const op = JSON.parse(JSON.stringify(given)) as CommandOp;
    this.listener.asked(op);
    return this.pending.add(op);
  }

  private sendOne(op: CommandOp): void {
    const problem = this.limits && tooLarge(op, this.limits);
    if (problem) {
      // Sent it would end the line, and again each time that it is sent again.
      this.settle({ type: 'reply', id: op.command_id, ok: false, error: problem });
    } else {
      this.send(op);
    }
  }
}
