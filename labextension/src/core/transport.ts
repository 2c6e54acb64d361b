/** What carries frames to a server and back: a WebSocket, or a kernel that relays. */
export interface Transport {
  /** What stands between, in words, where the way is not the straight one. */
  readonly via?: string | undefined;
  send(text: string): void;
  /** Hangs up. `closed` is told once, now or when the other side has answered. */
  close(): void;
}

/** What a transport tells the one who opened it. */
export interface TransportListener {
  opened(): void;
  received(text: string): void;
  closed(code: number, reason: string): void;
}

/** Opens a transport to a session; `query` says who one is and where one stands. */
export type OpenTransport = (query: URLSearchParams, listener: TransportListener) => Transport;
