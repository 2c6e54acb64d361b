import { beforeEach, vi } from 'vitest';
import { HistoryServer } from '../core/history_server';
import { ANA, created, deleted, linked, renamed, welcome } from '../core/memory_sockets';
import { showView, type ShownView } from './shown_view';

export const BOB = {
  ...ANA,
  client_id: 'c-bob',
  username: 'bob',
  name: 'Bob',
  color: '#2980b9'
};

/** A view of a session with a history, and the line of it. */
export class ShownHistory {
  server = new HistoryServer();
  readonly openSession = vi.fn<(sessionId: string) => void>();

  constructor(private readonly shown: () => ShownView) {}

  /** Ana adds Lyon and Paris, Bob links and renames, Ana deletes Paris; the page knows of it. */
  live(): void {
    const at = (minute: number): string => `2026-11-12T14:0${minute}:00Z`;
    const payload = { parent_id: 'n0', child_id: 'n1', timestamp: '' };
    this.server.did([created('n0', 'Lyon')], ANA, at(0));
    this.server.did([created('n1', 'Paris')], ANA, at(1));
    this.server.did([linked('n0', 'n1')], BOB, at(2));
    this.server.did([renamed('n0', 'Lyon', 'Nice')], BOB, at(3));
    this.server.did([{ event: 'graph:node-unlinked', payload }, deleted('n1')], ANA, at(4));
    this.shown().server.last.say(welcome());
    this.server.commits.forEach(({ seq }) => this.happens(seq));
  }

  /** The page hears of a commit. */
  happens(seq: number): void {
    this.shown().server.last.say(this.server.commits[seq - 1]!);
    this.shown().drawn();
  }

  async opened(): Promise<void> {
    this.live();
    this.shown().press('[data-action=show-history]');
    await vi.waitFor(() => this.shown().find('.graphsync-timeline'));
    await this.shown().settled();
  }

  async slideTo(seq: number): Promise<void> {
    this.shown().write('.graphsync-slider', String(seq));
    await this.shown().settled();
  }

  async key(selector: string, key: string): Promise<void> {
    this.shown().key(selector, key);
    await this.shown().settled();
  }

  /** Opens a menu, and chooses the line that holds a text. */
  async choose(button: string, item: string): Promise<void> {
    this.shown().press(button);
    const rows = [...this.shown().root.querySelectorAll<HTMLElement>('.graphsync-menu-item')];
    rows.find((row) => row.textContent?.includes(item))!.click();
    await this.shown().settled();
  }

  /** The names on the canvas. */
  get labels(): string[] {
    return this.shown().texts('.graphsync-canvas svg text');
  }

  /** What is said of the moment. */
  get told(): string {
    return this.shown().text('.graphsync-timeline-told');
  }

  /** The commit after which the graph is shown. */
  get moment(): string | undefined {
    return this.shown().find('.graphsync-timeline').dataset['moment'];
  }
}

/** Shows a view with a way to its history before each test of a file. */
export function showHistory(): { shown: () => ShownView; past: ShownHistory } {
  const shown = showView(() => ({
    history: {
      request: (path, init) => past.server.request(path, init),
      link: (sessionId, seq) => `http://lab/?graphsync=${sessionId}&graphsync-seq=${seq}`,
      openSession: past.openSession
    }
  }));
  const past = new ShownHistory(shown);
  beforeEach(() => {
    past.server = new HistoryServer();
    past.openSession.mockClear();
  });
  return { shown, past };
}
