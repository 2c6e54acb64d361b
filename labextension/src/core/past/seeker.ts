import { Signal } from '../signal';
import type { Happening, PastGraph } from './past_graph';

/**
 * Brings a past graph to the moment that is wanted last: moments that are wanted while one is on
 * its way are left out, but for the newest.
 */
export class Seeker {
  /** A moment is shown. */
  readonly arrived = new Signal<Happening>();
  readonly failed = new Signal<unknown>();
  private wanted: number | undefined;
  private isUnderWay = false;

  constructor(
    private readonly graph: PastGraph,
    private readonly oldest: () => number
  ) {}

  /** Whether a moment is on its way. */
  get isBusy(): boolean {
    return this.isUnderWay;
  }

  go(seq: number): void {
    this.wanted = seq;
    if (!this.isUnderWay) {
      void this.run();
    }
  }

  /** Wants nothing any more; what is on its way is not told. */
  stop(): void {
    this.wanted = undefined;
  }

  private async run(): Promise<void> {
    this.isUnderWay = true;
    while (this.wanted !== undefined) {
      const seq = this.wanted;
      try {
        const happening = await this.graph.goTo(seq, this.oldest());
        this.settle(seq, () => this.arrived.emit(happening));
      } catch (error) {
        this.settle(seq, () => this.failed.emit(error));
      }
    }
    this.isUnderWay = false;
  }

  /** Tells how it went, if anything is wanted yet. */
  private settle(seq: number, tell: () => void): void {
    const isWanted = this.wanted !== undefined;
    if (this.wanted === seq) {
      this.wanted = undefined;
    }
    if (isWanted) {
      tell();
    }
  }
}
