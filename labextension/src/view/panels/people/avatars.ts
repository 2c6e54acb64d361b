import type { Client, Session } from '../../../core';
import { element } from '../../dom';
import { FOLLOWING_HINT, type Following } from './following';
import { avatar, calledAs, everybody } from './person';

const MOST_SHOWN = 5;

/** Who is here, as marks in a row: a press follows somebody, one on oneself opens the list. */
export class Avatars {
  readonly root = element('ul', 'graphsync-people');
  private readonly stops: (() => void)[];

  constructor(
    private readonly session: Session,
    private readonly following: Following,
    private readonly openList: () => void
  ) {
    this.root.setAttribute('aria-label', 'People');
    this.stops = [
      session.store.clientsChanged.connect(() => this.draw()),
      following.changed.connect(() => this.draw())
    ];
    this.draw();
  }

  dispose(): void {
    this.stops.forEach((stop) => stop());
  }

  private draw(): void {
    const people = everybody(this.session);
    const shown = people.slice(0, MOST_SHOWN).map((client) => this.person(client));
    const more = people.length - MOST_SHOWN;
    if (more > 0) {
      shown.push(this.row(`${more} more people`, element('span', '', `+${more}`), this.openList));
    }
    this.root.replaceChildren(...shown);
    this.root.dataset['count'] = String(people.length);
  }

  private person(client: Client): HTMLElement {
    const name = calledAs(client);
    if (client.client_id === this.session.connection.clientId) {
      return this.row(`${name} (you)`, avatar(client), this.openList);
    }
    const isFollowed = this.following.clientId === client.client_id;
    const label = isFollowed ? `Stop following ${name}` : `Follow ${name}`;
    const row = this.row(label, avatar(client), () => this.following.toggle(client.client_id));
    const press = row.firstElementChild as HTMLElement;
    press.setAttribute('aria-pressed', String(isFollowed));
    press.title = isFollowed ? label : `${label}. ${FOLLOWING_HINT}`;
    return row;
  }

  private row(label: string, content: HTMLElement, pressed: () => void): HTMLElement {
    const made = element('button', 'graphsync-person', content);
    made.type = 'button';
    made.title = label;
    made.setAttribute('aria-label', label);
    made.addEventListener('click', pressed);
    return element('li', '', made);
  }
}
