import type { HistoryRequest } from '../core';

/** Where the page's Jupyter server is, and how to ask it. */
export interface ServerPlace {
  /** Absolute, with a slash at its end. */
  readonly baseUrl: string;
  /** Empty where the login is a cookie. */
  readonly token: string;
}

interface JupyterConfig {
  baseUrl?: string;
  token?: string;
}

/** Reads what JupyterLab, Notebook and JupyterHub write into their pages; others have no server. */
export function serverOfPage(): ServerPlace | undefined {
  const written = document.getElementById('jupyter-config-data')?.textContent;
  if (!written) {
    return undefined;
  }
  const { baseUrl = '/', token = '' } = JSON.parse(written) as JupyterConfig;
  const absolute = new URL(baseUrl, window.location.href).href;
  return { baseUrl: absolute.endsWith('/') ? absolute : `${absolute}/`, token };
}

/** Makes REST calls of ours with what the page is logged in by. */
export function requestAt({ baseUrl, token }: ServerPlace): HistoryRequest {
  return (path, init = {}) => {
    const headers = new Headers(init.headers);
    const xsrf = cookieOf('_xsrf');
    if (token) {
      headers.set('Authorization', `token ${token}`);
    }
    if (xsrf) {
      headers.set('X-XSRFToken', xsrf);
    }
    const url = new URL(`graphsync/api/v1/${path}`, baseUrl);
    return fetch(url, { ...init, headers, credentials: 'same-origin', cache: 'no-store' });
  };
}

/** The last one counts: a Hub sets one of the same name for all of its servers. */
function cookieOf(name: string): string | undefined {
  const found = document.cookie.split('; ').filter((one) => one.startsWith(`${name}=`));
  return found.at(-1)?.slice(name.length + 1);
}

/** Returns a link that opens a session in JupyterLab as it was after a commit. */
export function linkAt({ baseUrl }: ServerPlace, sessionId: string, seq: number): string {
  const url = new URL('lab', baseUrl);
  url.searchParams.set('graphsync', sessionId);
  url.searchParams.set('graphsync-seq', String(seq));
  return url.href;
}

/** What outlives a reload; pages in a sandbox have nothing of the kind, and throw when asked. */
export function storageOfPage(): Storage | undefined {
  try {
    return window.sessionStorage;
  } catch {
    return undefined;
  }
}

/**
 * Says what is wrong where a socket never opened, for browsers tell nothing about it; nothing
 * where the server seems to be fine or cannot be reached at all.
 */
export async function explain(
  { baseUrl, token }: ServerPlace,
  sessionId: string
): Promise<string | undefined> {
  const url = new URL(`graphsync/api/v1/sessions/${encodeURIComponent(sessionId)}`, baseUrl);
  const headers: Record<string, string> = token ? { Authorization: `token ${token}` } : {};
  try {
    const { status } = await fetch(url, { headers, credentials: 'same-origin' });
    return REASONS.get(status)?.replace('%s', sessionId);
  } catch {
    return 'the server cannot be reached';
  }
}

const REASONS = new Map([
  [400, "'%s' cannot be the name of a session"],
  [401, 'you are not logged in; log in to Jupyter again'],
  [403, 'you are not logged in, or may not see this session'],
  [404, "there is no session '%s' on this server"],
  [503, 'the server cannot reach its storage']
]);

/** Calls back when the network is back, or the page is looked at again. */
export function watchWaking(wake: () => void): () => void {
  const seen = (): void => {
    if (document.visibilityState === 'visible') {
      wake();
    }
  };
  window.addEventListener('online', wake);
  document.addEventListener('visibilitychange', seen);
  return () => {
    window.removeEventListener('online', wake);
    document.removeEventListener('visibilitychange', seen);
  };
}
