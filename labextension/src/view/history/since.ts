import { Signal, type Comparison } from '../../core';
import { compare } from '../../core/past';
import type { ViewContext } from '../context';
import type { PastGraph } from '../../core';

const SETTLE_MS = 150;
const ADDED = '#2e9e5b';
const CHANGED = '#d9860b';
const REMOVED = '#d64545';

/** What has changed since the moment that is shown: counted, and marked on the canvas. */
export class Since {
  readonly changed = new Signal<void>();
  comparison: Comparison | undefined;
  private isWanted = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly stops: (() => void)[];

  constructor(
    private readonly context: Pick<ViewContext, 'session' | 'shown' | 'display'>,
    private readonly past: PastGraph
  ) {
    const { session, shown } = context;
    const later = (): void => this.later();
    this.stops = [
      session.store.graphChanged.connect(later),
      past.graphChanged.connect(later),
      shown.turned.connect(later)
    ];
  }

  get isOn(): boolean {
    return this.isWanted;
  }

  set(isOn: boolean): void {
    this.isWanted = isOn;
    if (isOn) {
      this.draw();
    } else {
      this.comparison = undefined;
      this.context.display.change({ marks: undefined });
      this.changed.emit();
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.stops.forEach((stop) => stop());
    this.context.display.change({ marks: undefined });
  }

  private later(): void {
    if (this.isWanted) {
      this.timer ??= setTimeout(() => this.draw(), SETTLE_MS);
    }
  }

  private draw(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { session, shown, display } = this.context;
    const comparison = compare(this.past.replica, session.store.replica);
    const { added, changed, removed } = comparison;
    const marks = new Map(changed.map((nodeId) => [nodeId, CHANGED]));
    removed.forEach((nodeId) => shown.isPast && marks.set(nodeId, REMOVED));
    added.forEach((nodeId) => !shown.isPast && marks.set(nodeId, ADDED));
    this.comparison = comparison;
    display.change({ marks });
    this.changed.emit();
  }
}
