import { Session, type ServerMessage, type TransportListener } from '../../src/core';
import { chooseRenderer, GraphView } from '../../src/view';

/** What a script in the browser may do with the page's only graph. */
export interface CanvasPage {
  readonly view: GraphView;
  /** Hands the view frames as a server would: as text. */
  say(...messages: ServerMessage[]): void;
  /** What the view sent. */
  readonly sent: string[];
}

declare global {
  interface Window {
    openCanvas(): CanvasPage;
  }
}

window.openCanvas = () => {
  const sent: string[] = [];
  let listener: TransportListener | undefined;
  const session = new Session({
    sessionId: 'bench',
    open: (_query, heard) => {
      listener = heard;
      return { send: (text) => sent.push(text), close: () => undefined };
    }
  });
  const view = new GraphView(session, document.getElementById('root')!, {
    makeRenderer: chooseRenderer,
    isInPage: false,
    connectAgain: () => undefined
  });
  return {
    view,
    sent,
    say: (...messages) => listener!.received(JSON.stringify(messages))
  };
};
