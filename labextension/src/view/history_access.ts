import type { HistoryRequest } from '../core';

/** What a page can do about a session's history. */
export interface HistoryAccess {
  /** Asks the server: the past does not come by the socket. */
  readonly request: HistoryRequest;
  /** Returns a link that shows the session at a moment. */
  link(sessionId: string, seq: number): string;
  /** Shows another session, where the page can. */
  openSession?(sessionId: string): void;
}
