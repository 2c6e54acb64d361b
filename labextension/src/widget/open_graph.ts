import { SessionPool, webSocketTransport, type Session } from '../core';
import { chooseRenderer, GraphView } from '../view';
import { explain, serverOfPage, watchWaking, type ServerPlace } from './page';
import { TokenKeeper } from './token_keeper';

export interface OpenGraphOptions {
  session_id: string;
  /** Where the server is; the page's own one where this is left out. */
  baseUrl?: string;
  token?: string;
  /** Whether the element stands in a page that the wheel scrolls; a cell's output does. */
  isInPage?: boolean;
  /** Whether the page has a toolbar of its own for what one can do. */
  hasOwnToolbar?: boolean;
  /** Hears of the session and the view, now and when the session is asked for anew. */
  whenOpened?: (opened: Pick<OpenedGraph, 'session' | 'view'>) => void;
}

/** A graph on the page. */
export interface OpenedGraph {
  readonly session: Session;
  readonly view: GraphView;
  dispose(): void;
}

// One pool a page: panels and cells share a store and a socket for each session.
const pool = new SessionPool();
const tokens = new TokenKeeper(window.sessionStorage, pool);

/** Shows a session, live, in an element; the element decides on the size. */
export function openGraph(element: HTMLElement, options: OpenGraphOptions): OpenedGraph {
  const again = (): void => {
    opened.dispose();
    opened = open(element, options, again);
  };
  let opened = open(element, options, again);
  return {
    get session() {
      return opened.session;
    },
    get view() {
      return opened.view;
    },
    dispose: () => opened.dispose()
  };
}

function open(
  element: HTMLElement,
  options: OpenGraphOptions,
  connectAgain: () => void
): OpenedGraph {
  const place = { ...serverOfPage(), ...given(options) };
  const lease = pool.acquire(place.baseUrl, sessionOptions(place, options.session_id));
  const { session } = lease;
  const stopWaking = watchWaking(() => session.connection.wake());
  const view = new GraphView(session, element, {
    connectAgain,
    makeRenderer: chooseRenderer,
    isInPage: options.isInPage ?? false,
    hasOwnToolbar: options.hasOwnToolbar ?? false
  });
  options.whenOpened?.({ session, view });
  return {
    session,
    view,
    dispose: () => {
      stopWaking();
      view.dispose();
      lease.release();
    }
  };
}

function sessionOptions(place: ServerPlace, sessionId: string) {
  return {
    sessionId,
    open: webSocketTransport(place.baseUrl, tokenForSocket(place)),
    ...tokens.take(place.baseUrl, sessionId),
    explain: () => explain(place, sessionId)
  };
}

/** The cookie logs in where page and server are one; only another host needs a token. */
function tokenForSocket({ baseUrl, token }: ServerPlace): string {
  return new URL(baseUrl).host === window.location.host ? '' : token;
}

function given({ baseUrl, token }: OpenGraphOptions): Partial<ServerPlace> {
  return {
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(token === undefined ? {} : { token })
  };
}
