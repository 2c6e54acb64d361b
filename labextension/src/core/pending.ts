import { backoffMs } from './backoff';
import type { Execute, Problem, Redo, Reply, Undo } from './protocol';
import { Signal } from './signal';

/** An op that is answered by a reply under its `command_id`. */
export type CommandOp = Execute | (Undo & { command_id: string }) | (Redo & { command_id: string });

/** The server's refusal of a command. */
export class CommandRefused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
    this.name = 'CommandRefused';
  }
}

/** There is no session any more that could answer a command. */
export class SessionEnded extends Error {
  constructor(reason: string) {
    super(`the session ended: ${reason}`);
    this.name = 'SessionEnded';
  }
}

interface Waiting {
  readonly op: CommandOp;
  readonly number: number;
  attempts: number;
  resolve: (reply: Reply) => void;
  reject: (error: Error) => void;
}

const MOST_ATTEMPTS = 6;
// What passes by itself, and says nothing of the command.
const ASKED_FOR_EVER = new Set(['rate-limited', 'busy', 'outcome-unknown']);

/**
 * Commands without an answer yet. They go out in the order in which they were given, and again
 * under the same `command_id`, which takes effect once, however often it arrives.
 */
export class PendingCommands {
  /** What is unanswered, or what of it is unsent, has changed. */
  readonly changed = new Signal<void>();
  private readonly waiting = new Map<string, Waiting>();
  private readonly unsent = new Set<Waiting>();
  private isOpen = false;
  private count = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly send: (op: CommandOp) => void) {}

  get size(): number {
    return this.waiting.size;
  }

  /** How many are not on the line: there is none, or the server asked to send them later. */
  get unsentCount(): number {
    return this.unsent.size;
  }

  ops(): CommandOp[] {
    return [...this.waiting.values()].map(({ op }) => op);
  }

  add(op: CommandOp): Promise<Reply> {
    const answer = new Promise<Reply>((resolve, reject) => {
      const waiting = { op, number: this.count++, attempts: 1, resolve, reject };
      this.waiting.set(op.command_id, waiting);
      this.unsent.add(waiting);
    });
    if (this.isOpen && this.timer === undefined) {
      this.flush();
    }
    this.changed.emit();
    return answer;
  }

  /** There is a line: everything goes out, also what was on an earlier one. */
  open(): void {
    this.isOpen = true;
    this.waiting.forEach((waiting) => this.unsent.add(waiting));
    this.flush();
    this.changed.emit();
  }

  /** The line is lost, and nobody knows what of it arrived. */
  cut(): void {
    this.isOpen = false;
    this.stopTimer();
    this.waiting.forEach((waiting) => this.unsent.add(waiting));
    this.changed.emit();
  }

  /** Takes an answer, and tells whether it is the last one to its command. */
  settle(reply: Reply): boolean {
    const waiting = this.waiting.get(String(reply.id));
    if (!waiting) {
      return false;
    }
    if (reply.error && this.isToBeAskedAgain(waiting, reply.error)) {
      this.askLater(waiting, reply.error);
      return false;
    }
    this.waiting.delete(waiting.op.command_id);
    this.unsent.delete(waiting);
    this.changed.emit();
    if (reply.error) {
      waiting.reject(new CommandRefused(reply.error));
    } else {
      waiting.resolve(reply);
    }
    return true;
  }

  /** Gives up: every command that waits fails with this error. */
  fail(error: Error): void {
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    this.unsent.clear();
    this.stopTimer();
    waiting.forEach((one) => one.reject(error));
    this.changed.emit();
  }

  private isToBeAskedAgain(waiting: Waiting, { code, retry }: Problem): boolean {
    if (retry) {
      return ASKED_FOR_EVER.has(code) || waiting.attempts < MOST_ATTEMPTS;
    }
    // It may have been refused for the lack of an earlier one, which goes out once more.
    return [...this.unsent].some((earlier) => earlier.number < waiting.number);
  }

  private askLater(waiting: Waiting, { retry, details }: Problem): void {
    const told = details['retry_after_ms'];
    const wait = Math.max(typeof told === 'number' ? told : 0, backoffMs(waiting.attempts));
    waiting.attempts += retry ? 1 : 0;
    this.unsent.add(waiting);
    this.timer ??= setTimeout(() => this.flush(), wait);
    this.changed.emit();
  }

  private flush(): void {
    this.stopTimer();
    const unsent = [...this.unsent].sort((one, other) => one.number - other.number);
    this.unsent.clear();
    unsent.forEach(({ op }) => this.send(op));
    this.changed.emit();
  }

  private stopTimer(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
