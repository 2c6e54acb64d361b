import { element } from '../dom';
import { watchTheme } from '../theme';
import type { Bar } from './activity_bars';

// A page tells that it changes its theme before the theme's style sheet has come.
const THEME_MS = 500;

/** The bars of a history, on a canvas; what is after the place where one is stands back. */
export class ActivityPicture {
  readonly root = element('canvas', 'graphsync-activity');
  private bars: readonly Bar[] = [];
  private range = { from: 0, to: 1, at: 1 };
  private readonly sizes = new ResizeObserver(() => this.paint());
  private readonly stopTheme: () => void;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.root.setAttribute('aria-hidden', 'true');
    this.sizes.observe(this.root);
    this.stopTheme = watchTheme(() => this.retheme());
  }

  draw(bars: readonly Bar[], from: number, to: number, at: number): void {
    this.bars = bars;
    this.range = { from, to, at };
    this.paint();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.sizes.disconnect();
    this.stopTheme();
  }

  private retheme(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.paint(), THEME_MS);
  }

  private paint(): void {
    const { clientWidth, clientHeight } = this.root;
    if (clientWidth === 0) {
      return;
    }
    const scale = window.devicePixelRatio || 1;
    this.root.width = Math.round(clientWidth * scale);
    this.root.height = Math.round(clientHeight * scale);
    const context = this.root.getContext('2d');
    if (context) {
      context.scale(scale, scale);
      const style = getComputedStyle(this.root);
      this.paintBars(context, clientWidth, clientHeight, style.color, style.borderTopColor);
    }
  }

  private paintBars(
    context: CanvasRenderingContext2D,
    width: number,
    height: number,
    unknown: string,
    faint: string
  ): void {
    const { from, to, at } = this.range;
    const x = (seq: number): number => ((seq - from) / Math.max(1, to - from)) * width;
    for (const bar of this.bars) {
      const left = x(Math.max(from, bar.fromSeq - 1));
      const gap = x(bar.toSeq) - left > 4 ? 1 : 0;
      const room = Math.max(0.5, x(bar.toSeq) - left - gap);
      context.globalAlpha = 1;
      context.fillStyle = faint;
      context.fillRect(left, height * (1 - bar.height), room, height * bar.height);
      context.globalAlpha = bar.fromSeq > at ? 0.35 : 1;
      let bottom = height;
      for (const part of bar.parts) {
        context.fillStyle = part.color ?? unknown;
        bottom -= height * part.height;
        context.fillRect(left, bottom, room, height * part.height);
      }
    }
  }
}
