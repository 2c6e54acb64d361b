import type { Happening } from '../../core';
import { HistoryClient } from '../../core/past';
import type { ViewContext } from '../context';
import { element } from '../dom';
import type { HistoryAccess } from '../history_access';
import { FrameJoiner } from '../frame_joiner';
import { icon } from '../icons';
import type { Outlook } from '../renderer';
import { EDIT_NOT_NOW } from '../time_travel';
import { barsOf, type Bar } from './activity_bars';
import { Deeds } from './deeds';
import { asText, tell } from './happening_text';
import { Journey } from './journey';
import { bringIntoSight } from './sight';
import { Since } from './since';
import sheet from './timeline.css';
import { TimelineBar } from './timeline_bar';
import { momentText, timeAt } from './times';
import { Track } from './track';

const STYLE_ID = 'graphsync-timeline-style';

/** The line of a session's history, below the graph: one goes along it, and sees how it was. */
export class Timeline {
  readonly root = element('section', 'graphsync-timeline');
  readonly journey: Journey;
  readonly deeds: Deeds;
  private readonly bar: TimelineBar;
  private readonly track: Track;
  private readonly since: Since;
  private readonly badge = element('div', 'graphsync-past-badge');
  private readonly joiner = new FrameJoiner(() => this.draw());
  private readonly stops: (() => void)[];
  private bars: { data: unknown; meant: unknown; made: readonly Bar[] } | undefined;
  private outlook: Outlook | undefined;
  /** What was looked at last. */
  private seen: Happening | undefined;

  constructor(
    private readonly context: ViewContext,
    access: HistoryAccess,
    mayWrite: () => boolean
  ) {
    const { session, shown, selection, host, messages } = context;
    const { connection, sessionId, store } = session;
    const client = new HistoryClient(access.request, sessionId, () => connection.clientToken);
    const journey = new Journey(context, client);
    this.journey = journey;
    this.deeds = new Deeds({ context, access, client, journey, mayWrite });
    this.since = new Since(context, journey.past);
    this.bar = new TimelineBar(context, journey, this.since, this.deeds);
    this.track = new Track((seq) => momentText(timeAt(journey.data?.buckets ?? [], seq) ?? ''));
    this.root.setAttribute('aria-label', 'History');
    this.root.hidden = true;
    this.root.append(...this.bar.roots, this.track.root);
    this.root.addEventListener('keydown', (event) => this.key(event));
    this.badge.hidden = true;
    host.root.after(this.badge);
    addStyle(context.root);
    const ask = (): void => this.joiner.ask();
    this.stops = [
      journey.changed.connect(ask),
      this.since.changed.connect(ask),
      selection.changed.connect(ask),
      store.settingsChanged.connect(ask),
      shown.turned.connect(() => this.turn()),
      this.bar.closed.connect(() => this.close()),
      this.track.wanted.connect((seq) => journey.goBy(seq)),
      this.track.stepped.connect((direction) => void journey.step(direction)),
      host.events.connect((event) => {
        if (event.kind === 'double-click' && shown.isPast) {
          messages.say(EDIT_NOT_NOW);
        }
      })
    ];
  }

  get isOpen(): boolean {
    return !this.root.hidden;
  }

  open(): void {
    const { root, actions } = this.context;
    this.root.hidden = false;
    root.dataset['history'] = 'shown';
    void this.journey.load();
    this.draw();
    this.track.focus();
    actions.changed.emit();
  }

  /** Goes back to now, and away. */
  close(): void {
    const { root, actions, host } = this.context;
    this.since.set(false);
    this.journey.back();
    this.root.hidden = true;
    root.dataset['history'] = 'hidden';
    host.root.focus({ preventScroll: true });
    actions.changed.emit();
  }

  dispose(): void {
    this.stops.forEach((stop) => stop());
    this.joiner.stop();
    this.journey.dispose();
    this.since.dispose();
    this.track.dispose();
    this.badge.remove();
    this.root.remove();
  }

  private draw(): void {
    const { journey, context } = this;
    const { at, head, oldest, happening } = journey;
    const isHere = happening !== undefined && happening.seq === at;
    const text = isHere
      ? tell(happening, journey.past.replica, context.session.connection.clientId)
      : undefined;
    const moment = this.deeds.moments.find(({ seq }) => seq === at);
    this.bar.draw(text, moment);
    const time = momentText(journey.time ?? '');
    this.track.draw({
      from: oldest,
      to: head,
      at: at ?? head,
      text: at === undefined ? 'Now' : [time, text && asText(text)].filter(Boolean).join(': '),
      bars: this.drawnBars(),
      moments: this.deeds.moments
    });
    if (isHere && happening !== this.seen) {
      this.seen = happening;
      bringIntoSight(context);
    }
    this.badge.hidden = !context.shown.isPast;
    this.badge.replaceChildren(icon('clock'), time || 'The past');
    this.root.dataset['moment'] = at === undefined ? 'now' : isHere ? String(at) : '';
  }

  private drawnBars(): readonly Bar[] {
    const { data, meant } = this.journey;
    if (!this.bars || this.bars.data !== data || this.bars.meant !== meant) {
      const made = data ? barsOf(data.buckets, data.people, meant?.buckets) : [];
      this.bars = { data, meant, made };
    }
    return this.bars.made;
  }

  /** The view stays where it is while the graph becomes larger and smaller. */
  private turn(): void {
    const { shown, host } = this.context;
    const now = host.current?.outlook();
    if (shown.isPast && now) {
      this.outlook = now;
      host.current?.restore({ ...now, isWhole: false });
    } else if (this.outlook?.isWhole && now && isSameBox(this.outlook, now)) {
      host.current?.fit();
    }
    this.joiner.ask();
  }

  private key(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      if (this.journey.at === undefined) {
        this.close();
      } else {
        this.journey.back();
      }
    }
  }
}

function isSameBox({ viewport: one }: Outlook, { viewport: other }: Outlook): boolean {
  return one.left === other.left && one.right === other.right && one.top === other.top;
}

function addStyle(inside: HTMLElement): void {
  const root = inside.getRootNode();
  const home = root instanceof ShadowRoot ? root : document.head;
  if (!home.querySelector(`#${STYLE_ID}`)) {
    const style = element('style', '');
    style.id = STYLE_ID;
    style.textContent = sheet;
    home.append(style);
  }
}
