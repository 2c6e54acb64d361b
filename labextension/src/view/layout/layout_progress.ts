import { button, element } from '../dom';
import type { Arranging, ArrangingState } from './arranging';

const SHOWN_AFTER_MS = 1_000;

/** How far a layout is, and how to stop it; shown for those that take longer than a second. */
export class LayoutProgress {
  readonly root = element('div', 'graphsync-layout-progress');
  private readonly text = element('span', 'graphsync-layout-progress-text');
  private readonly fill = element('span', 'graphsync-layout-progress-fill');
  private readonly bar = element('span', 'graphsync-layout-progress-bar', this.fill);
  private readonly stopButton = button('graphsync-button', 'Stop arranging', 'Stop', () =>
    this.arranging.stop()
  );
  private readonly disconnect: () => void;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly arranging: Arranging) {
    this.bar.setAttribute('role', 'progressbar');
    this.bar.setAttribute('aria-label', 'Arranging');
    this.bar.setAttribute('aria-valuemin', '0');
    this.bar.setAttribute('aria-valuemax', '100');
    this.root.append(this.text, this.bar, this.stopButton);
    this.disconnect = arranging.changed.connect((state) => this.draw(state));
    this.draw(arranging.state);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.disconnect();
    this.root.remove();
  }

  private draw(state: ArrangingState): void {
    clearTimeout(this.timer);
    this.root.dataset['state'] = state.kind;
    if (state.kind === 'running') {
      this.drawRunning(state);
    } else {
      this.root.hidden = true;
    }
  }

  private drawRunning(state: ArrangingState & { kind: 'running' }): void {
    const remaining = state.sinceMs + SHOWN_AFTER_MS - performance.now();
    this.root.hidden = remaining > 0;
    if (remaining > 0) {
      this.timer = setTimeout(() => this.draw(this.arranging.state), remaining);
    }
    this.show(state.progress);
  }

  private show(progress: number | undefined): void {
    const percent = progress === undefined ? undefined : Math.floor(progress * 100);
    this.text.textContent = percent === undefined ? 'Arranging…' : `Arranging… ${percent} %`;
    this.fill.style.width = `${percent ?? 100}%`;
    this.bar.classList.toggle('is-indefinite', percent === undefined);
    if (percent === undefined) {
      this.bar.removeAttribute('aria-valuenow');
    } else {
      this.bar.setAttribute('aria-valuenow', String(percent));
    }
  }
}
