import { isSame, Signal, type Client, type Commit } from '../../../core';
import type { ViewContext } from '../../context';
import { button, element } from '../../dom';
import type { Point } from '../../geometry';
import { reveal } from '../../reveal';
import { Touched } from '../../touched';
import { calledAs, colorOf } from './person';

/** What following somebody means, for a tooltip. */
export const FOLLOWING_HINT =
  'Keeps where they point, and what they select or edit, in your sight. Moving the canvas yourself stops it.';

// Keys that move the canvas, or oneself on it.
const OWN_KEYS = /^(Arrow.*|Home|[+=-])$/;

/**
 * Follows somebody: where they point, what they select and what they edit comes into sight here
 * too, as near as one looks oneself. It ends when one takes the canvas into one's own hands, or
 * when they leave.
 */
export class Following {
  readonly root = element('div', 'graphsync-following');
  readonly changed = new Signal<void>();
  private readonly stops: (() => void)[];
  /** How the one who is followed was told last. */
  private seen: Client | undefined;

  constructor(private readonly context: ViewContext) {
    const { session, display, host } = context;
    this.root.hidden = true;
    const own = (): void => this.stop();
    const pressed = ({ key }: KeyboardEvent): void => {
      if (OWN_KEYS.test(key)) {
        this.stop();
      }
    };
    host.root.addEventListener('pointerdown', own);
    host.root.addEventListener('wheel', own, { passive: true });
    host.root.addEventListener('keydown', pressed);
    this.stops = [
      session.store.committed.connect((commit) => this.hear(commit)),
      session.store.clientsChanged.connect(() => this.keepUp()),
      display.changed.connect((fields) => fields.includes('followed') && this.begin()),
      () => host.root.removeEventListener('pointerdown', own),
      () => host.root.removeEventListener('wheel', own),
      () => host.root.removeEventListener('keydown', pressed)
    ];
  }

  get clientId(): string | undefined {
    return this.context.display.state.followed;
  }

  toggle(clientId: string): void {
    const { display } = this.context;
    display.change({ followed: this.clientId === clientId ? undefined : clientId });
  }

  stop(): void {
    this.context.display.change({ followed: undefined });
  }

  dispose(): void {
    this.stops.forEach((stop) => stop());
  }

  private begin(): void {
    this.seen = undefined;
    const client = this.followed();
    this.root.hidden = !client;
    if (client) {
      this.root.style.setProperty('--graphsync-person', colorOf(client));
      const label = element('span', '', `Following ${calledAs(client)}`);
      const stop = button('graphsync-button', 'Stop following', 'Stop', () => this.stop());
      this.root.replaceChildren(label, stop);
    }
    this.keepUp();
    this.changed.emit();
  }

  private keepUp(): void {
    const client = this.followed();
    if (this.clientId !== undefined && !client) {
      return this.leftAlone();
    }
    if (client) {
      this.look(this.newsOf(client, this.seen));
      this.seen = client;
    }
  }

  /** Where they are at work now, if that is another place than before. */
  private newsOf({ dragging, pointer, editing, selection }: Client, before?: Client): Point[] {
    if (!isSame(dragging, before?.dragging ?? {})) {
      return Object.values(dragging).flatMap(pointOf);
    }
    if (pointer && !isSame(pointer, before?.pointer)) {
      return pointOf(pointer);
    }
    if (editing !== null && editing !== before?.editing) {
      return this.placesOf([editing]);
    }
    return isSame(selection, before?.selection) ? [] : this.placesOf(selection);
  }

  /** They have changed something, be it by a panel or a program. */
  private hear({ actor, events }: Commit): void {
    if (actor.client_id === this.clientId) {
      const touched = new Touched();
      events.forEach((record) => touched.add(record));
      // Places are known when the picture is in step.
      requestAnimationFrame(() => this.clientId && this.look(this.placesOf(touched.nodeIds)));
    }
  }

  private look(points: readonly Point[]): void {
    reveal(this.context.host.current, points);
  }

  private placesOf(nodeIds: Iterable<string>): Point[] {
    const { scene } = this.context;
    const known = [...nodeIds].filter((nodeId) => scene.isSeen(nodeId));
    return known.map((nodeId) => scene.placement.of(nodeId));
  }

  private leftAlone(): void {
    this.context.messages.say('The one you followed has left.');
    this.stop();
  }

  private followed(): Client | undefined {
    const { store } = this.context.session;
    return this.clientId === undefined ? undefined : store.clients.get(this.clientId);
  }
}

function pointOf([x, y]: readonly number[]): Point[] {
  return x === undefined || y === undefined ? [] : [{ x, y }];
}
