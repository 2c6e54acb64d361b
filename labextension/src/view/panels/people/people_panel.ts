import type { Client } from '../../../core';
import type { Panel, ViewContext } from '../../context';
import { button, element } from '../../dom';
import { FrameJoiner } from '../../frame_joiner';
import { shorten } from '../../text';
import { FOLLOWING_HINT, type Following } from './following';
import { changeIdentity } from './own_identity';
import { avatar, calledAs, colorOf, everybody } from './person';

const NAME_LETTERS = 64;

/** Everybody who is here, what they look at, and who one is oneself. */
export class PeoplePanel implements Panel {
  readonly id = 'people';
  readonly title = 'People';
  readonly root = element('section', 'graphsync-people-panel');
  private readonly name = element('input', 'graphsync-input');
  private readonly color = element('input', 'graphsync-color');
  private readonly others = element('ul', 'graphsync-people-rows');
  private readonly joiner = new FrameJoiner(() => this.draw());
  private readonly stops: (() => void)[];

  constructor(
    private readonly context: ViewContext,
    private readonly following: Following
  ) {
    const { store } = context.session;
    this.root.append(this.oneself(), this.others);
    this.stops = [
      store.clientsChanged.connect(() => this.joiner.ask()),
      following.changed.connect(() => this.joiner.ask())
    ];
    this.draw();
  }

  dispose(): void {
    this.joiner.stop();
    this.stops.forEach((stop) => stop());
  }

  private oneself(): HTMLElement {
    const { session } = this.context;
    this.name.maxLength = NAME_LETTERS;
    this.name.setAttribute('aria-label', 'Your name');
    this.color.type = 'color';
    this.color.setAttribute('aria-label', 'Your colour');
    this.name.addEventListener('change', () => {
      const name = this.name.value.trim();
      if (name) {
        changeIdentity(session, { name });
      }
    });
    this.name.addEventListener('keydown', (event) => event.key === 'Enter' && this.name.blur());
    this.color.addEventListener('change', () => {
      changeIdentity(session, { color: this.color.value });
    });
    return element('div', 'graphsync-oneself', element('span', '', 'You'), this.name, this.color);
  }

  private draw(): void {
    const { session } = this.context;
    const people = everybody(session);
    const own = people.find(({ client_id }) => client_id === session.connection.clientId);
    if (own && !this.root.contains(document.activeElement)) {
      this.name.value = own.name || own.username;
      this.color.value = /^#[0-9a-f]{6}$/.test(colorOf(own)) ? colorOf(own) : '#8a919a';
    }
    const others = people.filter((client) => client !== own);
    const rows = others.map((client) => this.row(client));
    const alone = element('li', 'graphsync-hint', 'Nobody else is here at the moment.');
    this.others.replaceChildren(...(rows.length > 0 ? rows : [alone]));
  }

  private row(client: Client): HTMLElement {
    const name = calledAs(client);
    const isFollowed = this.following.clientId === client.client_id;
    const label = isFollowed ? 'Stop' : 'Follow';
    const follow = button('graphsync-button', `${label} ${name}`, label, () =>
      this.following.toggle(client.client_id)
    );
    follow.title = isFollowed ? `${label} ${name}` : FOLLOWING_HINT;
    const who = element('span', 'graphsync-person-name', name);
    const what = element('span', 'graphsync-person-doing', this.doing(client));
    const told = element('span', 'graphsync-person-told', who, what);
    return element('li', '', avatar(client), told, follow);
  }

  private doing({ selection, editing }: Client): string {
    const { nodes } = this.context.scene.replica;
    const nameOf = (nodeId: string): string => shorten(nodes.get(nodeId)?.name ?? nodeId);
    if (editing !== null && nodes.has(editing)) {
      return `edits ${nameOf(editing)}`;
    }
    const [first] = selection;
    if (first === undefined) {
      return 'looks at the graph';
    }
    const more = selection.length - 1;
    return `has ${nameOf(first)}${more > 0 ? ` and ${more} more` : ''} selected`;
  }
}
