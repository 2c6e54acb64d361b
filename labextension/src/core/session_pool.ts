import { Session, type SessionOptions } from './session';

/** A session that is shared; `release` it once when done. */
export interface SessionLease {
  readonly session: Session;
  release(): void;
}

interface Shared {
  readonly baseUrl: string;
  readonly session: Session;
  holders: number;
  closing: ReturnType<typeof setTimeout> | undefined;
}

// A cell that is run again lets go of its output before it draws the next one.
const LINGER_MS = 3_000;

/**
 * The sessions of a page: whoever asks for the same one shares its store and its socket. One that
 * nobody holds is closed a little later, once its commands are answered.
 */
export class SessionPool {
  private readonly byKey = new Map<string, Shared>();

  /** `baseUrl` and the session's id name a session; `options` are used by whoever comes first. */
  acquire(baseUrl: string, options: SessionOptions): SessionLease {
    const key = JSON.stringify([baseUrl, options.sessionId]);
    const shared = this.living(key) ?? this.open(key, baseUrl, options);
    clearTimeout(shared.closing);
    shared.closing = undefined;
    shared.holders += 1;
    let isHeld = true;
    return {
      session: shared.session,
      release: () => {
        if (isHeld) {
          isHeld = false;
          this.release(key, shared);
        }
      }
    };
  }

  /** The sessions that are open, and where. */
  shared(): readonly { readonly baseUrl: string; readonly session: Session }[] {
    return [...this.byKey.values()];
  }

  /** An ended session is not handed out again: asking for it anew is a new attempt. */
  private living(key: string): Shared | undefined {
    const shared = this.byKey.get(key);
    return shared?.session.connection.state.kind === 'ended' ? undefined : shared;
  }

  private open(key: string, baseUrl: string, options: SessionOptions): Shared {
    const session = new Session(options);
    const shared: Shared = { baseUrl, session, holders: 0, closing: undefined };
    this.byKey.set(key, shared);
    return shared;
  }

  private release(key: string, shared: Shared): void {
    shared.holders -= 1;
    if (shared.holders === 0) {
      shared.closing = setTimeout(() => this.close(key, shared), LINGER_MS);
    }
  }

  private close(key: string, shared: Shared): void {
    const { connection } = shared.session;
    if (connection.pendingCount > 0) {
      // Nobody looks any more, but what was edited is still to be told to the server.
      shared.closing = setTimeout(() => this.close(key, shared), LINGER_MS);
      return;
    }
    if (this.byKey.get(key) === shared) {
      this.byKey.delete(key);
    }
    connection.close();
  }
}
