import type { Session } from '../core';
import { button, element } from './dom';
import type { Shown } from './shown';

// The id of an ended session is not used again.
const SESSION_ENDED = 4505;

/** What stands on the canvas where there is no picture, or one that cannot be trusted. */
export class Notice {
  readonly root = element('div', 'graphsync-notice');

  constructor(
    private readonly session: Session,
    private readonly shown: Shown,
    private readonly tryAgain: () => void
  ) {}

  /** Shows what fits the moment; nothing where there is a live picture. */
  draw(): void {
    const { shown, session } = this;
    const { store, connection } = session;
    const { state } = connection;
    if (state.kind === 'ended') {
      const canTryAgain = state.code !== SESSION_ENDED;
      return this.show('This session is not live any more', sentence(state.reason), canTryAgain);
    }
    if (!store.isLoaded) {
      return state.kind === 'reconnecting'
        ? this.show('Not connected yet', `${sentence(state.reason)} Trying again by itself.`)
        : this.show('Connecting…', `Looking for the session '${this.session.sessionId}'.`);
    }
    if (shown.isPast && shown.replica.nodes.size === 0) {
      return this.show('Nothing was here yet', 'Go on along the line below.');
    }
    if (shown.replica.nodes.size === 0) {
      const how = 'Double-click, or press N, to add a node. From Python:';
      return this.show('Nothing here yet', how, false, 'g.add_node("Lyon", "city")');
    }
    this.root.hidden = true;
  }

  private show(title: string, text: string, canTryAgain = false, example?: string): void {
    const shown: Node[] = [element('strong', '', title), element('span', '', text)];
    if (example) {
      shown.push(element('code', '', example));
    }
    if (canTryAgain) {
      const label = 'Connect again';
      shown.push(button('graphsync-button', label, label, this.tryAgain));
    }
    this.root.replaceChildren(...shown);
    this.root.hidden = false;
    this.root.dataset['notice'] = title;
  }
}

function sentence(text: string): string {
  const end = /[.!?…]$/.test(text) ? '' : '.';
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${end}`;
}
