import type { ConnectionState, Session } from '../core';
import { element } from './dom';
import { counted } from './text';
import type { Unsent } from './unsent';

interface Told {
  readonly text: string;
  readonly detail: string;
}

/** Whether the picture is up to date, in a word, and why not in a sentence. */
export class StatusLine {
  readonly root = element('span', 'graphsync-status');
  private readonly text = element('span', 'graphsync-status-text');
  private readonly waiting = element('span', 'graphsync-unsent');
  private readonly stops: (() => void)[];

  constructor(
    private readonly session: Session,
    private readonly unsent: Unsent,
    private readonly isReadOnly = false
  ) {
    const { connection, store } = session;
    this.root.setAttribute('role', 'status');
    this.root.append(element('span', 'graphsync-dot'), this.text, this.waiting);
    this.stops = [
      connection.stateChanged.connect(() => this.draw()),
      unsent.changed.connect(() => this.count()),
      store.settingsChanged.connect(() => this.draw())
    ];
    this.draw();
  }

  dispose(): void {
    this.stops.forEach((stop) => stop());
  }

  private draw(): void {
    const { connection, store } = this.session;
    const { text, detail } = told(connection.state, this.session.via);
    const isReader = this.isReadOnly || (store.isLoaded && store.role === 'reader');
    this.root.dataset['state'] = connection.state.kind;
    this.root.title = isReader ? `${detail}. You may look, not edit` : detail;
    this.text.textContent = isReader ? `${text} · read-only` : text;
    this.count();
  }

  private count(): void {
    const { count } = this.unsent;
    this.waiting.textContent = count > 0 ? `· ${counted(count, 'edit')} unsent` : '';
    this.waiting.title = count > 0 ? 'Sent by themselves when the server is back' : '';
  }
}

function told(state: ConnectionState, via: string | undefined): Told {
  switch (state.kind) {
    case 'connecting':
      return { text: 'Connecting…', detail: 'Waiting for the server' };
    case 'live':
      return via === undefined
        ? { text: 'Live', detail: 'Up to date; changes show at once' }
        : { text: `Live ${via}`, detail: `Connected ${via}, which may make your edits wait` };
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
