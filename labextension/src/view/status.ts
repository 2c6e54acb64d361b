import type { ConnectionState, Session } from '../core';
import { element } from './dom';

interface Told {
  readonly text: string;
  readonly detail: string;
}

/** Whether the picture is up to date, in a word, and why not in a sentence. */
export class StatusLine {
  readonly root = element('span', 'graphsync-status');
  private readonly text = element('span', 'graphsync-status-text');
  private readonly stop: () => void;

  constructor(private readonly session: Session) {
    this.root.setAttribute('role', 'status');
    this.root.append(element('span', 'graphsync-dot'), this.text);
    this.stop = session.connection.stateChanged.connect(() => this.draw());
    this.draw();
  }

  dispose(): void {
    this.stop();
  }

  private draw(): void {
    const { state } = this.session.connection;
    const { text, detail } = told(state);
    this.root.dataset['state'] = state.kind;
    this.root.title = detail;
    this.text.textContent = text;
  }
}

function told(state: ConnectionState): Told {
  switch (state.kind) {
    case 'connecting':
      return { text: 'Connecting…', detail: 'Waiting for the server' };
    case 'live':
      return { text: 'Live', detail: 'Up to date; changes show at once' };
    case 'behind':
      return { text: 'Behind…', detail: 'Connected; the newest changes are on their way' };
    case 'reconnecting':
      return { text: 'Reconnecting…', detail: `${state.reason}; trying again by itself` };
    case 'ended':
      return { text: 'Ended', detail: state.reason };
    default: {
      const missing: never = state;
      return missing;
    }
  }
}
