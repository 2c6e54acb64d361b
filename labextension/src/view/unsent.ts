import { Signal, type Session } from '../core';

// An answer takes a few milliseconds: only edits that wait for longer are worth a word.
const WORTH_A_WORD_MS = 800;

/** How many edits are not even on their way, once they have waited for longer than a moment. */
export class Unsent {
  readonly changed = new Signal<void>();
  private told = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly stop: () => void;

  constructor(private readonly connection: Session['connection']) {
    this.stop = connection.pendingChanged.connect(() => this.note());
    this.note();
  }

  get count(): number {
    return this.told;
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.stop();
  }

  private note(): void {
    if (this.connection.unsentCount === 0 || this.told > 0) {
      this.tell();
    } else {
      this.timer ??= setTimeout(() => this.tell(), WORTH_A_WORD_MS);
    }
  }

  private tell(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { unsentCount } = this.connection;
    if (unsentCount !== this.told) {
      this.told = unsentCount;
      this.changed.emit();
    }
  }
}
