import { Signal, type Moment } from '../../core';
import { button, element } from '../dom';
import { icon } from '../icons';
import type { Bar } from './activity_bars';
import { ActivityPicture } from './activity_picture';

/** What a track shows: from which commit to which, and where one is. */
export interface TrackState {
  readonly from: number;
  readonly to: number;
  readonly at: number;
  /** What is said of the place where one is. */
  readonly text: string;
  readonly bars: readonly Bar[];
  readonly moments: readonly Moment[];
}

const NEAREST_FLAGS = 0.012;

/** The line along which one goes: activity, a slider over it, and flags at moments with a name. */
export class Track {
  readonly root = element('div', 'graphsync-track');
  readonly wanted = new Signal<number>();
  /** An arrow key: to the next commit or the one before. */
  readonly stepped = new Signal<'next' | 'previous'>();
  private readonly slider = element('input', 'graphsync-slider');
  private readonly flags = element('div', 'graphsync-flags');
  private readonly bubble = element('div', 'graphsync-bubble');
  private readonly picture = new ActivityPicture();
  private state: TrackState | undefined;

  constructor(private readonly timeAt: (seq: number) => string) {
    this.slider.type = 'range';
    this.slider.step = '1';
    this.slider.setAttribute('aria-label', 'Moment in the history');
    this.slider.addEventListener('input', () => this.wanted.emit(Number(this.slider.value)));
    this.slider.addEventListener('keydown', (event) => this.key(event));
    this.slider.addEventListener('pointermove', (event) => this.point(event));
    this.slider.addEventListener('pointerleave', () => (this.bubble.hidden = true));
    this.bubble.hidden = true;
    this.bubble.setAttribute('aria-hidden', 'true');
    this.root.append(this.flags, this.picture.root, this.slider, this.bubble);
  }

  draw(state: TrackState): void {
    const { from, to, at, text, bars, moments } = state;
    const isSame = this.state?.moments === moments && this.state.to === to;
    this.state = state;
    this.slider.min = String(from);
    this.slider.max = String(to);
    this.slider.value = String(at);
    this.slider.setAttribute('aria-valuetext', text);
    this.root.style.setProperty('--graphsync-at', String(this.part(at)));
    this.picture.draw(bars, from, to, at);
    if (!isSame) {
      this.drawFlags(moments);
    }
  }

  focus(): void {
    this.slider.focus({ preventScroll: true });
  }

  dispose(): void {
    this.picture.dispose();
  }

  private part(seq: number): number {
    const { from, to } = this.state!;
    return to > from ? (seq - from) / (to - from) : 1;
  }

  /** Flags that would lie on each other are one: the list of moments has them all. */
  private drawFlags(moments: readonly Moment[]): void {
    const shown: HTMLElement[] = [];
    let last = -1;
    for (const { seq, name } of moments) {
      const part = this.part(seq);
      if (part >= 0 && part <= 1 && part - last > NEAREST_FLAGS) {
        const flag = button('graphsync-flag', name, '', () => this.wanted.emit(seq));
        flag.append(icon('flag'));
        flag.style.setProperty('--graphsync-at', String(part));
        shown.push(flag);
        last = part;
      }
    }
    this.flags.replaceChildren(...shown);
  }

  private key(event: KeyboardEvent): void {
    const direction = { ArrowLeft: 'previous', ArrowRight: 'next' }[event.key];
    if (direction && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      this.stepped.emit(direction as 'next' | 'previous');
    }
  }

  private point(event: PointerEvent): void {
    const { left, width } = this.picture.root.getBoundingClientRect();
    const { from, to } = this.state!;
    const part = Math.min(1, Math.max(0, (event.clientX - left) / Math.max(1, width)));
    const text = this.timeAt(Math.round(from + part * (to - from)));
    this.bubble.hidden = text === '' || event.pointerType === 'touch';
    this.bubble.textContent = text;
    this.bubble.style.setProperty('--graphsync-at', String(part));
  }
}
