import type { EventRecord, Feed, FeedEntry, Session } from '../../../core';
import type { Panel } from '../../context';
import { element } from '../../dom';
import { FrameJoiner } from '../../frame_joiner';
import { asColor } from '../../palette';
import { timeOfDay } from '../../text';
import { sentenceOf, whoIs } from './sentences';

const MOST_ROWS = 200;

/** The live list of what happens, newest first; a row selects what it is about. */
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

  constructor(
    private readonly session: Session,
    private readonly select: (nodeIds: readonly string[]) => void
  ) {
    const { feed } = session.store;
    const log = element('div', 'graphsync-feed-log', this.rows);
    log.setAttribute('role', 'log');
    log.setAttribute('aria-label', 'What happens');
    log.tabIndex = 0;
    this.root.append(this.empty, log);
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
    const added = this.waiting.reverse().map((entry) => this.row(entry, feed, ownId));
    this.waiting = [];
    this.empty.hidden = true;
    this.rows.prepend(...added);
    while (this.rows.childElementCount > MOST_ROWS) {
      this.rows.lastElementChild?.remove();
    }
  }

  private row(entry: FeedEntry, feed: Feed, ownId: string | undefined): HTMLElement {
    const { record } = entry;
    const { icon, tone, pieces } = sentenceOf(entry, takenCommand(entry, feed));
    const mark = element('span', 'graphsync-feed-icon', icon);
    mark.setAttribute('aria-hidden', 'true');
    const text = element('span', 'graphsync-feed-text', ...who(entry, ownId));
    for (const { text: piece, kind } of pieces) {
      text.append(kind === 'name' ? element('b', '', piece) : piece);
    }
    const time = element('time', 'graphsync-feed-time', timeOfDay(record.payload.timestamp));
    time.dateTime = record.payload.timestamp;
    const event = element('code', 'graphsync-feed-event', record.event);
    const row = element('li', `graphsync-feed-row graphsync-tone-${tone}`, mark, text, event, time);
    row.dataset['event'] = record.event;
    const about = this.about(record);
    return about.length > 0 ? this.selecting(row, text, about) : row;
  }

  /** The sentence becomes a button: what it is about may be far away on the canvas. */
  private selecting(row: HTMLElement, text: HTMLElement, nodeIds: string[]): HTMLElement {
    const press = element('button', 'graphsync-feed-press');
    press.type = 'button';
    press.title = 'Show on the canvas';
    text.replaceWith(press);
    press.append(text);
    press.addEventListener('click', () => this.select(nodeIds));
    return row;
  }

  private about({ payload }: EventRecord): string[] {
    const ids = payload as Partial<Record<'node_id' | 'parent_id' | 'child_id', string>>;
    const told = ids.node_id === undefined ? [ids.parent_id, ids.child_id] : [ids.node_id];
    return told.filter((nodeId) => nodeId !== undefined);
  }
}

function who({ actor }: FeedEntry, ownId: string | undefined): (Node | string)[] {
  const name = whoIs(actor, ownId);
  const person = element('span', 'graphsync-feed-who', name);
  person.style.setProperty('--graphsync-person', asColor(actor?.color) ?? 'currentColor');
  return name ? [person, ' '] : [];
}

/** What an undo took back, or a redo did again. */
function takenCommand({ record }: FeedEntry, feed: Feed): string | undefined {
  const isTaken = record.event === 'command:undo' || record.event === 'command:redo';
  return isTaken ? feed.commandType(record.payload.command_id) : undefined;
}
