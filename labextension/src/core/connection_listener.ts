import type { HistoryListener } from './history';
import type { CommandOp } from './pending';
import type { Reply } from './protocol';

/** Who is told what arrives on a line, and what was asked on it. */
export interface ConnectionListener extends HistoryListener {
  /** Calls `take`, which tells everything that came together. */
  frame(take: () => void): void;
  /** A command is on its way, or will be as soon as there is a line. */
  asked(op: CommandOp): void;
  /** The last answer to a command. */
  answered(reply: Reply): void;
  /** Commands that were not answered never will be. */
  abandoned(): void;
}
