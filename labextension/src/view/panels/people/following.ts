import { Signal, type Client } from '../../../core';
import type { ViewContext } from '../../context';
import { button, element } from '../../dom';
import { reveal } from '../../reveal';
import { calledAs, colorOf } from './person';

/**
 * Follows somebody: what they select, and where they point, comes into sight here too. It ends
 * when one takes the canvas into one's own hands, or when they leave.
 */
export class Following {
  readonly root = element('div', 'graphsync-following');
  readonly changed = new Signal<void>();
  private readonly stops: (() => void)[];
  private seen = '';

  constructor(private readonly context: ViewContext) {
    const { session, display, host } = context;
    this.root.hidden = true;
    const own = (): void => this.stop();
    host.root.addEventListener('pointerdown', own);
    host.root.addEventListener('wheel', own, { passive: true });
    this.stops = [
      session.store.clientsChanged.connect(() => this.keepUp()),
      display.changed.connect((fields) => fields.includes('followed') && this.begin()),
      () => host.root.removeEventListener('pointerdown', own),
      () => host.root.removeEventListener('wheel', own)
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
    this.seen = '';
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
    const now = JSON.stringify([client?.selection, client?.pointer]);
    if (client && now !== this.seen) {
      this.seen = now;
      this.look(client);
    }
  }

  private look({ selection, pointer }: Client): void {
    const { host, scene } = this.context;
    const known = selection.filter((nodeId) => scene.replica.nodes.has(nodeId));
    const [x, y] = pointer ?? [];
    if (x !== undefined && y !== undefined) {
      reveal(host.current, [{ x, y }]);
    } else if (known.length > 0) {
      reveal(
        host.current,
        known.map((nodeId) => scene.placement.of(nodeId))
      );
    }
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
