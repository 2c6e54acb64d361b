import type { Presence } from './protocol';

export type PresenceChange = Omit<Presence, 'op' | 'id'>;

const LASTING: readonly (keyof PresenceChange)[] = ['selection', 'editing', 'name', 'color'];

// Of more than this the server takes none.
const MOST_NAMED = 10_000;

/** Sends what one does, joined and no more often than the server takes it. */
export class PresenceSender {
  private pauseMs = 50;
  private unsent: PresenceChange = {};
  private lasting: PresenceChange = {};
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly send: (op: Presence) => void) {}

  atMost(timesASecond: number): void {
    this.pauseMs = 1000 / timesASecond;
  }

  change(given: PresenceChange): void {
    const change = bounded(given);
    Object.assign(this.unsent, change);
    for (const field of LASTING) {
      if (field in change) {
        Object.assign(this.lasting, { [field]: change[field] });
      }
    }
    this.timer ??= setTimeout(() => this.flush(), this.pauseMs);
  }

  /** Tells a server that has forgotten it what still holds; a pointer of the past does not. */
  again(): void {
    if (Object.keys(this.lasting).length > 0) {
      this.change(this.lasting);
    }
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private flush(): void {
    this.timer = undefined;
    const unsent = this.unsent;
    this.unsent = {};
    this.send({ op: 'presence', ...unsent });
  }
}

function bounded(change: PresenceChange): PresenceChange {
  const { selection, dragging } = change;
  return {
    ...change,
    ...(selection && { selection: selection.slice(0, MOST_NAMED) }),
    ...(dragging && {
      dragging: Object.fromEntries(Object.entries(dragging).slice(0, MOST_NAMED))
    })
  };
}
