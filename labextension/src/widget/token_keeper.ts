import type { SessionPool } from '../core';

const PREFIX = 'graphsync:client-token:';

/**
 * Keeps who one is over a reload of the page, so that one's undo goes on. Tokens are written only
 * when the page goes, and taken out when the next one comes: a duplicated tab finds none, and is
 * a client of its own.
 */
export class TokenKeeper {
  private readonly tokens = new Map<string, string>();

  constructor(
    private readonly storage: Storage,
    private readonly pool: SessionPool
  ) {
    this.takeOut();
    window.addEventListener('pagehide', () => this.keep());
    window.addEventListener('pageshow', (event) => event.persisted && this.takeOut());
  }

  take(baseUrl: string, sessionId: string): string | undefined {
    const key = keyOf(baseUrl, sessionId);
    const token = this.tokens.get(key);
    this.tokens.delete(key);
    return token;
  }

  private keep(): void {
    for (const { baseUrl, session } of this.pool.shared()) {
      const token = session.connection.clientToken;
      if (token) {
        this.tokens.set(keyOf(baseUrl, session.sessionId), token);
      }
    }
    this.tokens.forEach((token, key) => this.storage.setItem(key, token));
  }

  private takeOut(): void {
    for (const key of Object.keys(this.storage)) {
      if (key.startsWith(PREFIX)) {
        this.tokens.set(key, this.storage.getItem(key)!);
        this.storage.removeItem(key);
      }
    }
  }
}

function keyOf(baseUrl: string, sessionId: string): string {
  return `${PREFIX}${JSON.stringify([baseUrl, sessionId])}`;
}
