import type { Client, Session } from '../../core';
import { element } from '../dom';
import { asColor } from '../palette';
import { shorten } from '../text';

const MOST_SHOWN = 5;
const ORIGINS = new Map([
  ['kernel', 'kernel'],
  ['rest', 'REST']
]);

/** Who is here: a dot in each one's colour and a name; the rest as a number. */
export class PeopleList {
  readonly root = element('ul', 'graphsync-people');
  private readonly stop: () => void;

  constructor(private readonly session: Session) {
    this.root.setAttribute('aria-label', 'People');
    this.stop = session.store.clientsChanged.connect(() => this.draw());
    this.draw();
  }

  dispose(): void {
    this.stop();
  }

  private draw(): void {
    const ownId = this.session.connection.clientId;
    const clients = [...this.session.store.clients.values()];
    const ordered = clients.sort((one) => (one.client_id === ownId ? -1 : 0));
    const shown = ordered.slice(0, MOST_SHOWN).map((client) => this.person(client, ownId));
    const more = clients.length - MOST_SHOWN;
    const rest = more > 0 ? [element('li', 'graphsync-person', `+${more}`)] : [];
    this.root.replaceChildren(...shown, ...rest);
    this.root.dataset['count'] = String(clients.length);
  }

  private person(client: Client, ownId: string | undefined): HTMLElement {
    const origin = ORIGINS.get(client.origin);
    const name = client.name || client.username || 'Somebody';
    const told = [
      shorten(name, 24),
      origin && `(${origin})`,
      client.client_id === ownId && '(you)'
    ];
    const text = told.filter(Boolean).join(' ');
    const dot = element('span', 'graphsync-dot');
    dot.style.setProperty('--graphsync-person', asColor(client.color) ?? '#8a919a');
    const row = element(
      'li',
      'graphsync-person',
      dot,
      element('span', 'graphsync-person-name', text)
    );
    row.title = text;
    return row;
  }
}
