import type { CommandOp, SessionPool } from '../core';

const PREFIX = 'graphsync:kept:';

/** What one page leaves to the next: who one is, and the commands that nobody has answered yet. */
export interface Kept {
  readonly clientToken?: string;
  readonly unanswered?: readonly CommandOp[];
}

// Browsers keep some five million letters a site; beyond this, commands are not kept.
const MOST_LETTERS = 1_000_000;

/**
 * Keeps who one is, and what was not answered, over a reload of the page, so that one's edits and
 * one's undo go on. It is written only when the page goes, and taken out when the next one comes:
 * a duplicated tab finds nothing, and is a client of its own.
 */
export class TokenKeeper {
  private readonly kept = new Map<string, string>();

  constructor(
    private readonly storage: Storage,
    private readonly pool: SessionPool
  ) {
    this.takeOut();
    window.addEventListener('pagehide', () => this.keep());
    window.addEventListener('pageshow', (event) => event.persisted && this.takeOut());
  }

  take(baseUrl: string, sessionId: string): Kept {
    const key = keyOf(baseUrl, sessionId);
    const text = this.kept.get(key);
    this.kept.delete(key);
    return text === undefined ? {} : (JSON.parse(text) as Kept);
  }

  private keep(): void {
    for (const { baseUrl, session } of this.pool.shared()) {
      const { clientToken, unanswered } = session.connection;
      if (clientToken) {
        const full = JSON.stringify({ clientToken, unanswered });
        const text = full.length > MOST_LETTERS ? JSON.stringify({ clientToken }) : full;
        this.kept.set(keyOf(baseUrl, session.sessionId), text);
      }
    }
    this.kept.forEach((text, key) => this.storage.setItem(key, text));
  }

  private takeOut(): void {
    for (const key of Object.keys(this.storage)) {
      if (key.startsWith(PREFIX)) {
        this.kept.set(key, this.storage.getItem(key)!);
        this.storage.removeItem(key);
      }
    }
  }
}

function keyOf(baseUrl: string, sessionId: string): string {
  return `${PREFIX}${JSON.stringify([baseUrl, sessionId])}`;
}
