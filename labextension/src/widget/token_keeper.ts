import type { CommandOp, SessionPool } from '../core';

const PREFIX = 'graphsync:kept:';
// Of the storage's usual 5 MiB, what one session may take.
const MOST_CHARACTERS = 2 ** 20;

/** Who one was in a session, and what was asked and not answered. */
export interface Kept {
  readonly clientToken?: string;
  readonly unanswered?: readonly CommandOp[];
}

type Shared = ReturnType<SessionPool['shared']>[number];

/**
 * Keeps who one is, and what is not answered, over a reload of the page, so that one's undo goes
 * on and no edit is lost. It is written only when the page goes, and taken out when the next one
 * comes: a duplicated tab finds none, and is a client of its own. Where edits would be lost when
 * the page goes, the browser asks first.
 */
export class TokenKeeper {
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly storage: Storage,
    private readonly pool: SessionPool,
    page: Window = window
  ) {
    this.takeOut();
    page.addEventListener('beforeunload', (event) => this.warn(event));
    page.addEventListener('pagehide', () => this.keep());
    page.addEventListener('pageshow', (event) => event.persisted && this.comeBack());
  }

  take(baseUrl: string, sessionId: string): Kept {
    const key = keyOf(baseUrl, sessionId);
    const kept = this.kept.get(key) ?? {};
    this.kept.delete(key);
    return kept;
  }

  private warn(event: BeforeUnloadEvent): void {
    if (this.pool.shared().some(isAtRisk)) {
      event.preventDefault();
    }
  }

  private keep(): void {
    for (const { baseUrl, session } of this.pool.shared()) {
      const { clientToken } = session.connection;
      if (clientToken) {
        const { unanswered } = session.connection;
        this.kept.set(keyOf(baseUrl, session.sessionId), { clientToken, unanswered });
      }
    }
    this.kept.forEach((client, key) => this.write(key, client));
  }

  private write(key: string, { clientToken, unanswered = [] }: Kept): void {
    const text = JSON.stringify({ clientToken, unanswered });
    try {
      this.storage.setItem(key, text.length > MOST_CHARACTERS ? alone(clientToken) : text);
    } catch {
      // The storage is full, and a short text may fit yet.
      this.writeIfItFits(key, alone(clientToken));
    }
  }

  private writeIfItFits(key: string, text: string): void {
    try {
      this.storage.setItem(key, text);
    } catch (error) {
      console.warn('graphsync: this client will be another one after a reload', error);
    }
  }

  private takeOut(): void {
    const { storage } = this;
    const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
    for (const key of keys) {
      if (key.startsWith(PREFIX)) {
        this.kept.set(key, read(storage.getItem(key)));
        storage.removeItem(key);
      }
    }
  }

  /** The page was shown again as it was: its connections live, and know what they asked. */
  private comeBack(): void {
    this.takeOut();
    for (const { baseUrl, session } of this.pool.shared()) {
      this.kept.delete(keyOf(baseUrl, session.sessionId));
    }
  }
}

function alone(clientToken: string | undefined): string {
  return JSON.stringify({ clientToken });
}

/** Nobody knows whether the edits arrive: there is no line, or they are too much to be kept. */
function isAtRisk({ session: { connection } }: Shared): boolean {
  const { unanswered } = connection;
  return (
    unanswered.length > 0 &&
    (connection.state.kind !== 'live' || JSON.stringify(unanswered).length > MOST_CHARACTERS)
  );
}

function read(text: string | null): Kept {
  try {
    return JSON.parse(text ?? '{}') as Kept;
  } catch {
    return {};
  }
}

function keyOf(baseUrl: string, sessionId: string): string {
  return `${PREFIX}${JSON.stringify([baseUrl, sessionId])}`;
}
