import type { OpenTransport, Transport } from '../core';

const PATIENCE_MS = 3_000;

/**
 * Goes straight to the server, and by the detour where that does not open within three seconds.
 * Where the straight way was open once, the server is what is missing, and no detour leads there.
 */
export function withDetour(straight: OpenTransport, detour: OpenTransport): OpenTransport {
  let wasOpen = false;
  return (query, listener) => {
    if (wasOpen) {
      return straight(query, listener);
    }
    let way: 'undecided' | 'straight' | 'detour' | 'none' = 'undecided';
    let current: Transport | undefined;
    const goRound = (): void => {
      if (way === 'undecided') {
        clearTimeout(patience);
        way = 'detour';
        const given = current;
        current = detour(new URLSearchParams(query), listener);
        given?.close();
      }
    };
    const patience = setTimeout(goRound, PATIENCE_MS);
    const first = straight(new URLSearchParams(query), {
      opened: () => {
        if (way === 'undecided') {
          clearTimeout(patience);
          way = 'straight';
          wasOpen = true;
          listener.opened();
        }
      },
      received: (text) => way === 'straight' && listener.received(text),
      closed: (code, reason) =>
        way === 'undecided' ? goRound() : way !== 'detour' && listener.closed(code, reason)
    });
    current ??= first;
    return {
      get via() {
        return current?.via;
      },
      send: (text) => current?.send(text),
      close: () => {
        clearTimeout(patience);
        way = way === 'undecided' ? 'none' : way;
        current?.close();
      }
    };
  };
}
