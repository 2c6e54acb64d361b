import type { EventRecord, FeedEntry, Session } from '../../../core';
import type { Panel } from '../../context';
import { element } from '../../dom';
import { FrameJoiner } from '../../frame_joiner';
import { asColor } from '../../palette';
import { propertyTitle } from '../../looks/property_title';
import { timeOfDay } from '../../text';
import { sentenceOf, whoIs, type Wording } from './sentences';

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
    'What you and the others do is told here as it happens.'
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
    this.root.append(this.detailChoice(), this.empty, log);
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
    const added = this.waiting.reverse().map((entry) => this.row(entry, ownId));
    this.waiting = [];
    this.empty.hidden = true;
    this.rows.prepend(...added);
    while (this.rows.childElementCount > MOST_ROWS) {
      this.rows.lastElementChild?.remove();
    }
  }

  /** Whether one also sees when each command began and ended, and what events are called. */
  private detailChoice(): HTMLElement {
    const box = element('input', '');
    box.type = 'checkbox';
    box.addEventListener('change', () => {
      this.root.dataset['detail'] = box.checked ? 'all' : 'told';
    });
    return element('label', 'graphsync-feed-detail', box, 'Each command and event in detail');
  }

  private wording({ record }: FeedEntry): Wording {
    const { feed, replica } = this.session.store;
    return {
      typeTitle: (typeId) => replica.blueprintTypes.get(typeId)?.title || typeId,
      propertyTitle: (propertyId) => propertyTitle(replica, propertyId),
      command: 'command_id' in record.payload ? feed.command(record.payload.command_id) : undefined
    };
  }

  private row(entry: FeedEntry, ownId: string | undefined): HTMLElement {
    const { record } = entry;
    const { icon, tone, pieces } = sentenceOf(entry, this.wording(entry));
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
