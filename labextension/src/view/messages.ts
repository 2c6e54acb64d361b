import { button, element } from './dom';

export type Tone = 'info' | 'warning' | 'error';

const STAY_MS = { info: 5_000, warning: 8_000, error: 12_000 };
const MOST_SHOWN = 3;

/** Short sentences over the canvas that go away by themselves: nothing has to be answered. */
export class Messages {
  readonly root = element('div', 'graphsync-messages');
  private readonly timers = new Map<Element, ReturnType<typeof setTimeout>>();

  constructor() {
    this.root.setAttribute('role', 'status');
    this.root.setAttribute('aria-live', 'polite');
  }

  /** Says something; said again while it stands there, it only stays longer. */
  say(text: string, tone: Tone = 'info'): void {
    const shown = [...this.root.children].find((row) => row.getAttribute('data-text') === text);
    const row = shown ?? this.row(text, tone);
    clearTimeout(this.timers.get(row));
    this.timers.set(
      row,
      setTimeout(() => this.take(row), STAY_MS[tone])
    );
    while (this.root.childElementCount > MOST_SHOWN) {
      this.take(this.root.firstElementChild!);
    }
  }

  dispose(): void {
    this.timers.forEach((timer) => clearTimeout(timer));
  }

  private row(text: string, tone: Tone): Element {
    const close = button('graphsync-icon-button', 'Dismiss', '×', () => this.take(row));
    const row: Element = element('div', `graphsync-message graphsync-message-${tone}`);
    row.append(element('span', '', text), close);
    row.setAttribute('data-text', text);
    this.root.append(row);
    return row;
  }

  private take(row: Element): void {
    clearTimeout(this.timers.get(row));
    this.timers.delete(row);
    row.remove();
  }
}
