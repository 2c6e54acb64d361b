import { backoffMs } from './backoff';
import type { Execute, Problem, Redo, Reply, Undo } from './protocol';

/** An op that is answered by a reply under its `command_id`. */
export type CommandOp = Execute | (Undo & { command_id: string }) | (Redo & { command_id: string });

/** The server's refusal of a command. */
export class CommandRefused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
    this.name = 'CommandRefused';
  }
}

interface Waiting {
  op: CommandOp;
  attempts: number;
  resolve: (reply: Reply) => void;
  reject: (error: Error) => void;
}

const MOST_ATTEMPTS = 6;

/**
 * Commands without an answer yet, in the order in which they were given. They are sent again
 * under the same `command_id`, which takes effect once, however often it arrives.
 */
export class PendingCommands {
  private readonly waiting = new Map<string, Waiting>();

  /** `resend` is called for a command that the server asked to send again later. */
  constructor(private readonly resend: (op: CommandOp) => void) {}

  get size(): number {
    return this.waiting.size;
  }

  /** Waits for the answer to a command. */
  add(op: CommandOp): Promise<Reply> {
    return new Promise((resolve, reject) => {
      this.waiting.set(op.command_id, { op, attempts: 1, resolve, reject });
    });
  }

  ops(): CommandOp[] {
    return [...this.waiting.values()].map((waiting) => waiting.op);
  }

  /** Takes a reply; returns the id of the command that it answers for good, if it does. */
  settle(reply: Reply): string | undefined {
    const key = String(reply.id);
    const waiting = this.waiting.get(key);
    if (!waiting) {
      return undefined;
    }
    if (reply.error?.retry && waiting.attempts < MOST_ATTEMPTS) {
      this.later(key, waiting, reply.error);
      return undefined;
    }
    this.waiting.delete(key);
    if (reply.error) {
      waiting.reject(new CommandRefused(reply.error));
    } else {
      waiting.resolve(reply);
    }
    return key;
  }

  /** Gives up: every command that waits fails with this error. */
  fail(error: Error): void {
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    waiting.forEach((one) => one.reject(error));
  }

  private later(key: string, waiting: Waiting, problem: Problem): void {
    const told = problem.details['retry_after_ms'];
    const wait = typeof told === 'number' ? told : backoffMs(waiting.attempts);
    waiting.attempts += 1;
    setTimeout(() => {
      if (this.waiting.get(key) === waiting) {
        this.resend(waiting.op);
      }
    }, wait);
  }
}
