import { Signal, type CommitFilter, type Moment } from '../../core';
import type { ViewContext } from '../context';
import { button, element } from '../dom';
import { icon } from '../icons';
import { asColor } from '../palette';
import { counted, shorten } from '../text';
import { Choice, menuTool, tool } from './controls';
import type { Deeds } from './deeds';
import type { HappeningText } from './happening_text';
import { SPEEDS, type Journey } from './journey';
import type { Since } from './since';
import { exactText, momentText } from './times';

const EVERYBODY = '';
const PLAY = 'Play the history (K)';

/** What stands above the line: where one is, and what one can do there. */
export class TimelineBar {
  /** In the order in which one gets to them by Tab. */
  readonly roots: readonly HTMLElement[];
  readonly closed = new Signal<void>();
  private readonly play: HTMLButtonElement;
  private readonly time = element('time', 'graphsync-timeline-time');
  private readonly what = element('span', 'graphsync-timeline-what');
  private readonly told = element('div', 'graphsync-timeline-told', this.time, this.what);
  private readonly speed: Choice;
  private readonly who: Choice;
  private readonly selected: HTMLButtonElement;
  private readonly since: HTMLButtonElement;
  private readonly onlyPast: readonly HTMLElement[];

  constructor(
    private readonly context: ViewContext,
    private readonly journey: Journey,
    private readonly comparing: Since,
    deeds: Deeds
  ) {
    const { root: view, actions } = context;
    const run = (id: string) => (): void => void actions.run(id);
    this.play = tool('play', PLAY, run('play-history'));
    this.speed = new Choice('Speed', (value) => (journey.speed = Number(value)));
    this.who = new Choice('Whose changes', (user) => this.choose({ user: user || undefined }));
    this.selected = tool('box', 'Only changes of the selected nodes', () => this.chooseNodes());
    this.since = tool('compare', 'Mark what has changed since', () => this.compare());
    const moments = tool('flag', 'Moments with a name', () => undefined);
    const restore = button('graphsync-button', 'Restore', 'Restore…', () => undefined);
    const back = button('graphsync-button', 'Back to now (Esc)', 'Back to now', () =>
      journey.back()
    );
    back.classList.add('graphsync-button-main');
    const more = tool('more', 'More about this moment', () => undefined);
    more.dataset['action'] = 'more';
    const close = button('graphsync-icon-button', 'Close the history', '×', () =>
      this.closed.emit()
    );
    this.onlyPast = [menuTool(view, restore, 'Restore', () => deeds.restoreItems()), back];
    this.roots = [
      this.told,
      element(
        'div',
        'graphsync-timeline-tools',
        this.who.root,
        this.selected,
        menuTool(view, moments, 'Moments', () => deeds.momentItems(moments)),
        this.since,
        menuTool(view, more, 'More', () => deeds.moreItems())
      ),
      element('div', 'graphsync-timeline-deeds', ...this.onlyPast, close),
      element(
        'div',
        'graphsync-timeline-keys',
        tool('previous', 'To the change before (,)', () => void journey.step('previous')),
        this.play,
        tool('next', 'To the next change (.)', () => void journey.step('next')),
        this.speed.root
      )
    ];
    this.told.setAttribute('role', 'status');
  }

  draw(text: HappeningText | undefined, moment: Moment | undefined): void {
    const { journey, comparing, context } = this;
    const { data, filter, at, isPlaying } = journey;
    this.play.replaceChildren(icon(isPlaying ? 'pause' : 'play'));
    this.play.title = isPlaying ? 'Pause (K)' : PLAY;
    this.play.setAttribute('aria-label', this.play.title);
    this.told.setAttribute('aria-live', isPlaying ? 'off' : 'polite');
    this.drawTold(text, moment);
    const speeds = SPEEDS.map((speed) => [String(speed), `${speed}×`] as const);
    this.speed.draw(speeds, String(journey.speed));
    const people = (data?.people ?? []).map(
      ({ user, name, commits }) =>
        [user, `${shorten(name || user)} (${commits.toLocaleString('en')})`] as const
    );
    this.who.draw([[EVERYBODY, 'Everybody'], ...people], filter.user ?? EVERYBODY);
    this.selected.setAttribute('aria-pressed', String(filter.nodeIds !== undefined));
    this.selected.disabled = !filter.nodeIds && context.selection.nodeIds.size === 0;
    this.since.setAttribute('aria-pressed', String(comparing.isOn));
    this.since.disabled = !comparing.isOn && !context.shown.isPast;
    this.onlyPast.forEach((shown) => (shown.hidden = at === undefined));
  }

  private drawTold(text: HappeningText | undefined, moment: Moment | undefined): void {
    const { journey, comparing } = this;
    const { time, at, problem } = journey;
    this.time.textContent = at === undefined ? 'Now' : time ? momentText(time) : '';
    this.time.dateTime = time ?? '';
    this.told.title = time ? exactText(time) : '';
    const words: (Node | string)[] = moment ? [named(moment.name), ' '] : [];
    if (problem !== undefined) {
      words.push(element('span', 'graphsync-timeline-problem', problem));
    } else if (comparing.isOn && comparing.comparison) {
      words.push(sinceText(comparing, time));
    } else if (at === undefined) {
      words.push(this.summary());
    } else if (text) {
      words.push(...sentence(text));
    }
    this.what.replaceChildren(...words);
  }

  private summary(): string {
    const { data, meant } = this.journey;
    if (!data) {
      return 'Looking for what there was…';
    }
    const { commits, started, people } = meant ?? data;
    const many = meant ? '' : ` by ${counted(people.length, 'person', 'people')}`;
    const since = started ? ` since ${momentText(started)}` : '';
    return `${counted(commits, 'change')}${many}${since}`;
  }

  private chooseNodes(): void {
    const { filter } = this.journey;
    const nodeIds = filter.nodeIds ? undefined : [...this.context.selection.nodeIds];
    this.choose({ nodeIds });
  }

  private choose(change: CommitFilter): void {
    void this.journey.choose({ ...this.journey.filter, ...change });
  }

  private compare(): void {
    this.comparing.set(!this.comparing.isOn);
  }
}

function sentence({ who, actor, pieces }: HappeningText): (Node | string)[] {
  const person = element('span', 'graphsync-feed-who', who);
  person.style.setProperty('--graphsync-person', asColor(actor?.color) ?? 'currentColor');
  const words = pieces.map(({ text, kind }) => (kind === 'name' ? element('b', '', text) : text));
  return who ? [person, ' ', ...words] : words;
}

function named(name: string): HTMLElement {
  return element('span', 'graphsync-timeline-name', icon('flag'), shorten(name, 40));
}

function sinceText({ comparison }: Since, time: string | undefined): HTMLElement {
  const { added, changed, removed } = comparison!;
  const count = (nodes: readonly string[], what: string): HTMLElement =>
    element('span', `graphsync-since-${what}`, `${nodes.length.toLocaleString('en')} ${what}`);
  const words = [count(added, 'added'), ', ', count(changed, 'changed'), ', '];
  const since = time ? ' since' : ' since that moment';
  return element('span', '', ...words, count(removed, 'removed'), since);
}
