import { SessionPool, webSocketTransport, type HistoryRequest, type Session } from '../core';
import { chooseRenderer, GraphView, type HistoryAccess } from '../view';
import { withDetour } from './detour';
import type { KernelEnd } from './kernel_end';
import { KernelEnds } from './kernel_ends';
import {
  explain,
  linkAt,
  requestAt,
  serverOfPage,
  storageOfPage,
  watchWaking,
  type ServerPlace
} from './page';
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
  /** Whether nothing can be edited here, whatever one may. */
  isReadOnly?: boolean;
  /** Makes REST calls of ours, where the page has a way of its own for them. */
  request?: HistoryRequest;
  /** Shows another session. */
  openSession?: (sessionId: string) => void;
  /** The way round, where the page does not reach the server. */
  kernel?: KernelEnd;
}

/** A graph on the page. */
export interface OpenedGraph {
  readonly session: Session;
  readonly view: GraphView;
  dispose(): void;
}

// One pool a page: panels and cells share a store and a socket for each session.
const pool = new SessionPool();
const kernels = new KernelEnds();
const storage = storageOfPage();
const tokens = storage && new TokenKeeper(storage, pool);

// Names the sessions of pages that have no server of their own.
const NOWHERE = 'kernel:';

/** Shows a session, live, in an element; the element decides on the size. */
export function openGraph(element: HTMLElement, options: OpenGraphOptions): OpenedGraph {
  const remove = options.kernel && kernels.add(options.session_id, options.kernel);
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
    dispose: () => {
      opened.dispose();
      remove?.();
    }
  };
}

function open(
  element: HTMLElement,
  options: OpenGraphOptions,
  connectAgain: () => void
): OpenedGraph {
  const place = placeOf(options);
  const sessionOptions = optionsFor(place, options.session_id);
  const lease = pool.acquire(place?.baseUrl ?? NOWHERE, sessionOptions);
  const { session } = lease;
  const stopWaking = watchWaking(() => session.connection.wake());
  const view = new GraphView(session, element, {
    connectAgain,
    makeRenderer: chooseRenderer,
    isInPage: options.isInPage ?? false,
    isReadOnly: options.isReadOnly ?? false,
    ...(place && { history: historyOf(place, options) }),
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

function historyOf(place: ServerPlace, options: OpenGraphOptions): HistoryAccess {
  const { request = requestAt(place), openSession } = options;
  return {
    request,
    link: (sessionId, seq) => linkAt(place, sessionId, seq),
    ...(openSession && { openSession })
  };
}

function optionsFor(place: ServerPlace | undefined, sessionId: string) {
  const kept = tokens?.take(place?.baseUrl ?? NOWHERE, sessionId);
  const throughKernel = kernels.to(sessionId);
  if (!place) {
    return { sessionId, open: throughKernel, ...kept };
  }
  const straight = webSocketTransport(place.baseUrl, tokenForSocket(place));
  return {
    sessionId,
    open: withDetour(straight, throughKernel),
    ...kept,
    explain: () => explain(place, sessionId)
  };
}

/** The cookie logs in where page and server are one; only another host needs a token. */
function tokenForSocket({ baseUrl, token }: ServerPlace): string {
  return new URL(baseUrl).host === window.location.host ? '' : token;
}

function placeOf({ baseUrl, token }: OpenGraphOptions): ServerPlace | undefined {
  const ofPage = serverOfPage();
  const url = baseUrl ?? ofPage?.baseUrl;
  return url === undefined ? undefined : { baseUrl: url, token: token ?? ofPage?.token ?? '' };
}
