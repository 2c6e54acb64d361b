import type { Session } from '../../../core';

const KEY = 'graphsync:me';

/** What one is called here and which colour one has; empty fields leave that to the server. */
export interface Identity {
  readonly name?: string;
  readonly color?: string;
}

/** Tells a session who one is, as one said it last in this browser. */
export function presentOneself({ connection }: Session): void {
  const known = readIdentity();
  if (known.name !== undefined || known.color !== undefined) {
    connection.present(known);
  }
}

/** Changes one's name or colour in a session, and for the sessions to come in this browser. */
export function changeIdentity({ connection }: Session, change: Identity): void {
  connection.present(change);
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...readIdentity(), ...change }));
  } catch {
    // A browser that keeps nothing still tells it to this session.
  }
}

function readIdentity(): Identity {
  try {
    const { name, color } = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Record<
      string,
      unknown
    >;
    return {
      ...(typeof name === 'string' ? { name } : {}),
      ...(typeof color === 'string' ? { color } : {})
    };
  } catch {
    return {};
  }
}
