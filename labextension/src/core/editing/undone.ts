import type { CommandOp } from '../pending';

/** An unanswered command; `isTold` of an undo means that the commit which it takes back has come. */
export interface UndoCandidate {
  readonly op: CommandOp;
  readonly isTold: boolean;
}

/**
 * Returns those unanswered commands that are taken back by an undo among them, as far as no redo
 * brings them back: the id of each, and that of its undo. An undo of what was answered before, or
 * of anybody's last command, says nothing here.
 */
export function undoneAmong(asked: Iterable<UndoCandidate>): Map<string, string> {
  const undoneBy = new Map<string, string>();
  const done: (string | undefined)[] = [];
  const undone: (string | undefined)[] = [];
  for (const { op, isTold } of asked) {
    if (op.op === 'execute') {
      done.push(op.command_id);
      undone.length = 0;
    } else if (op.scope !== 'session') {
      const [source, goal] = op.op === 'undo' ? [done, undone] : [undone, done];
      const target = isTold ? undefined : source.pop();
      goal.push(target);
      if (target !== undefined && op.op === 'undo') {
        undoneBy.set(target, op.command_id);
      } else if (target !== undefined) {
        undoneBy.delete(target);
      }
    }
  }
  return undoneBy;
}
