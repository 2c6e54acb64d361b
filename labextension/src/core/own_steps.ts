import type { CommandOp } from './pending';
import type { Commit, Reply } from './protocol';

// Commits of one's own that are no step of undo.
const NO_STEPS = new Set(['update-settings']);

/**
 * Whether there is anything of one's own to undo or to do again, as far as this page knows. What it
 * cannot know may be there: the server says so when it is asked.
 */
export class OwnSteps {
  private ownId: string | undefined;
  private undoable = 0;
  private redoable = 0;
  private mayUndoEarlier = false;
  private mayRedoEarlier = false;
  private readonly asked = new Map<string, CommandOp['op']>();

  get canUndo(): boolean {
    return this.undoable > 0 || this.mayUndoEarlier || this.isAsked('execute', 'redo');
  }

  get canRedo(): boolean {
    return this.redoable > 0 || this.mayRedoEarlier || this.isAsked('undo');
  }

  /** Something was done that this page was not told: before a reload, or in a graph that is new. */
  forget(): void {
    [this.undoable, this.redoable] = [0, 0];
    [this.mayUndoEarlier, this.mayRedoEarlier] = [true, true];
  }

  /** Who one is here; another one than before has done nothing yet. */
  become(clientId: string): void {
    if (this.ownId !== undefined && this.ownId !== clientId) {
      [this.undoable, this.redoable] = [0, 0];
      [this.mayUndoEarlier, this.mayRedoEarlier] = [false, false];
    }
    this.ownId = clientId;
  }

  ask(op: CommandOp): void {
    this.asked.set(op.command_id, op.op);
  }

  answer({ id, error }: Reply): void {
    const op = this.asked.get(String(id));
    this.asked.delete(String(id));
    if (op === 'undo' && error?.code === 'nothing-to-undo') {
      [this.undoable, this.mayUndoEarlier] = [0, false];
    } else if (op === 'redo' && error?.code === 'nothing-to-redo') {
      [this.redoable, this.mayRedoEarlier] = [0, false];
    }
  }

  /** Nothing that was asked will be answered. */
  abandon(): void {
    this.asked.clear();
  }

  note({ actor, kind, command_type }: Commit): void {
    if (actor.client_id !== this.ownId) {
      return;
    }
    if (kind === 'undo') {
      this.undoable = Math.max(0, this.undoable - 1);
      this.redoable += 1;
    } else if (kind === 'redo') {
      this.redoable = Math.max(0, this.redoable - 1);
      this.undoable += 1;
    } else if (kind === 'do' && !NO_STEPS.has(command_type)) {
      this.undoable += 1;
      [this.redoable, this.mayRedoEarlier] = [0, false];
    }
  }

  private isAsked(...kinds: CommandOp['op'][]): boolean {
    return [...this.asked.values()].some((op) => kinds.includes(op));
  }
}
