import { CommandRefused, Signal, isSame, type Commit } from '../../../core';
import { isHeldAlike, type Held, type Subject } from './subject';

/** Why a value was not taken, and where in it the fault is. */
export interface FieldProblem {
  readonly message: string;
  readonly violations: readonly Violation[];
}

/** As the server tells it; `path` leads from the properties to the fault. */
export interface Violation {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Somebody else changed a property while it was edited here. */
export interface Conflict {
  /** Unknown where it happened before one looked. */
  readonly by: string | undefined;
  readonly theirs: Held;
}

/** What a field shows. */
export interface FieldState {
  /** Undefined where there is no value, or not one. */
  readonly value: unknown;
  readonly isMixed: boolean;
  /** Whether something was typed that is not sent. */
  readonly isDirty: boolean;
  readonly problem: FieldProblem | undefined;
  readonly conflict: Conflict | undefined;
}

interface Draft {
  /** What stood there when the edit began. */
  base: Held;
  value: unknown;
  problem?: FieldProblem;
  /** What was refused: left again unchanged, it is not sent again. */
  refused?: { value: unknown };
}

/**
 * What is being edited of one subject. A field that one is in shows what one types, whatever others
 * do; left, what changed is sent as one command. What is refused, or was changed by somebody else
 * meanwhile, stays as it was typed until one decides.
 */
export class Drafts {
  readonly changed = new Signal<void>();
  private readonly byId = new Map<string, Draft>();
  private readonly authors = new Map<string, string>();
  private isClosed = false;

  /** `lost` is told what was refused after these fields went. */
  constructor(
    readonly subject: Subject,
    private readonly lost: (message: string) => void
  ) {}

  state(propertyId: string): FieldState {
    const held = this.subject.held(propertyId);
    const draft = this.byId.get(propertyId);
    const conflict = draft && this.conflict(propertyId, draft, held);
    return {
      value: draft ? draft.value : held.kind === 'same' ? held.value : undefined,
      isMixed: held.kind === 'mixed' && draft?.value === undefined,
      isDirty: draft !== undefined && isDirty(draft),
      problem: conflict ? undefined : draft?.problem,
      conflict
    };
  }

  /** The properties that are being edited. */
  ids(): string[] {
    return [...this.byId.keys()];
  }

  /** One comes into a field. */
  begin(propertyId: string): void {
    if (!this.byId.has(propertyId)) {
      const base = this.subject.held(propertyId);
      this.byId.set(propertyId, { base, value: base.kind === 'same' ? base.value : undefined });
      this.changed.emit();
    }
  }

  /** One types; undefined takes the value away. */
  write(propertyId: string, value: unknown): void {
    this.begin(propertyId);
    this.byId.get(propertyId)!.value = value;
    this.changed.emit();
  }

  /** One leaves a field, or presses Enter: what changed is sent. */
  leave(propertyId: string): void {
    const draft = this.byId.get(propertyId);
    if (!draft) {
      return;
    }
    const isRefused = draft.refused !== undefined && isSame(draft.refused.value, draft.value);
    const held = this.subject.held(propertyId);
    if (!isDirty(draft) || isHeld(held, draft.value)) {
      this.byId.delete(propertyId);
    } else if (!isRefused && !this.conflict(propertyId, draft, held)) {
      this.send(propertyId, draft);
    }
    this.changed.emit();
  }

  /** Sets a value at once. */
  set(propertyId: string, value: unknown): void {
    this.write(propertyId, value);
    this.leave(propertyId);
  }

  /** Forgets what was typed: what the others see is shown. */
  cancel(propertyId: string): void {
    if (this.byId.delete(propertyId)) {
      this.changed.emit();
    }
  }

  /** Sends one's own value in the place of what somebody else set. */
  keepMine(propertyId: string): void {
    const draft = this.byId.get(propertyId);
    if (draft) {
      draft.base = this.subject.held(propertyId);
      this.send(propertyId, draft);
      this.changed.emit();
    }
  }

  /** Learns who changed what. */
  note({ events, actor }: Commit): void {
    for (const record of events) {
      const propertyId = this.subject.touchedBy(record);
      if (propertyId !== undefined) {
        this.authors.set(propertyId, actor.name || actor.username);
      }
    }
  }

  /** These fields go: what was typed and can be sent is sent. */
  close(): void {
    this.isClosed = true;
    this.ids().forEach((propertyId) => this.leave(propertyId));
    this.byId.clear();
  }

  private conflict(propertyId: string, draft: Draft, held: Held): Conflict | undefined {
    const isMine = isHeld(held, draft.value);
    if (this.subject.isSeveral || isMine || !isDirty(draft) || isHeldAlike(held, draft.base)) {
      return undefined;
    }
    return { by: this.authors.get(propertyId), theirs: held };
  }

  private send(propertyId: string, draft: Draft): void {
    this.byId.delete(propertyId);
    this.subject
      .write(propertyId, draft.value, draft.base)
      .catch((error: unknown) => this.takeBack(propertyId, draft, error));
  }

  private takeBack(propertyId: string, draft: Draft, error: unknown): void {
    const problem = problemOf(error);
    if (this.isClosed) {
      return this.lost(problem.message);
    }
    const newer = this.byId.get(propertyId);
    const value = newer ? newer.value : draft.value;
    this.byId.set(propertyId, {
      base: draft.base,
      value,
      problem,
      refused: { value: draft.value }
    });
    this.changed.emit();
  }
}

function isDirty({ base, value }: Draft): boolean {
  return base.kind === 'same' ? !isSame(base.value, value) : value !== undefined;
}

function isHeld(held: Held, value: unknown): boolean {
  return held.kind === 'same' && isSame(held.value, value);
}

function problemOf(error: unknown): FieldProblem {
  if (error instanceof CommandRefused) {
    const { message, details } = error.problem;
    const violations = Array.isArray(details['violations'])
      ? (details['violations'] as Violation[])
      : [];
    return { message, violations };
  }
  return { message: error instanceof Error ? error.message : String(error), violations: [] };
}
