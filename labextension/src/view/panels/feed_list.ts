import type { Feed, FeedEntry, Session } from '../../core';
import type { Panel } from '../context';
import { element } from '../dom';
import { FrameJoiner } from '../frame_joiner';
import { asColor } from '../palette';
import { sentenceOf, whoIs } from './sentences';
import { timeOfDay } from '../text';

const MOST_ROWS = 200;

/** The live list of what happens, newest first. */
export class FeedList implements Panel {
  readonly id = 'activity';
  readonly title = 'Activity';
  readonly root = element('section', 'graphsync-feed');
  private readonly rows = element('ol', 'graphsync-feed-rows');
  private readonly empty = element(
    'p',
    'graphsync-feed-empty',
    'Events show up here as they happen.'
  );
  private readonly joiner = new FrameJoiner(() => this.draw());
  private readonly stop: () => void;
  private waiting: FeedEntry[] = [];

  constructor(private readonly session: Session) {
    const { feed } = session.store;
    this.rows.setAttribute('role', 'log');
    this.rows.tabIndex = 0;
    this.root.append(this.empty, this.rows);
    this.stop = feed.added.connect((entries) => this.add(entries));
    this.add(feed.entries);
  }

  dispose(): void {
    this.stop();
    this.joiner.stop();
  }

  private add(entries: readonly FeedEntry[]): void {
    this.waiting = [...this.waiting, ...entries].slice(-MOST_ROWS);
    if (this.waiting.length > 0) {
      this.joiner.ask();
    }
  }

  private draw(): void {
    const ownId = this.session.connection.clientId;
    const { feed } = this.session.store;
    const added = this.waiting.reverse().map((entry) => rowOf(entry, feed, ownId));
    this.waiting = [];
    this.empty.hidden = true;
    this.rows.prepend(...added);
    while (this.rows.childElementCount > MOST_ROWS) {
      this.rows.lastElementChild?.remove();
    }
  }
}

function rowOf(entry: FeedEntry, feed: Feed, ownId: string | undefined): HTMLElement {
  const { record, actor } = entry;
  const { icon, tone, pieces } = sentenceOf(entry, takenCommand(entry, feed));
  const who = whoIs(actor, ownId);
  const mark = element('span', 'graphsync-feed-icon', icon);
  mark.setAttribute('aria-hidden', 'true');
  const text = element('span', 'graphsync-feed-text');
  if (who) {
    const person = element('span', 'graphsync-feed-who', who);
    person.style.setProperty('--graphsync-person', asColor(actor?.color) ?? 'currentColor');
    text.append(person, ' ');
  }
  for (const { text: piece, kind } of pieces) {
    text.append(kind === 'name' ? element('b', '', piece) : piece);
  }
  const time = element('time', 'graphsync-feed-time', timeOfDay(record.payload.timestamp));
  time.dateTime = record.payload.timestamp;
  const event = element('code', 'graphsync-feed-event', record.event);
  const row = element('li', `graphsync-feed-row graphsync-tone-${tone}`, mark, text, event, time);
  row.dataset['event'] = record.event;
  return row;
}

/** What an undo took back, or a redo did again. */
function takenCommand({ record }: FeedEntry, feed: Feed): string | undefined {
  const isTaken = record.event === 'command:undo' || record.event === 'command:redo';
  return isTaken ? feed.commandType(record.payload.command_id) : undefined;
}
