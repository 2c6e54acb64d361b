/**
 * From where to where the numbers of a property reach. It widens with what comes and never narrows
 * by itself: else one change could give every node another look.
 */
export class NumberRange {
  least = Infinity;
  most = -Infinity;
  private hasText = false;

  /** Whether there are numbers, and nothing else. */
  get isNumeric(): boolean {
    return !this.hasText && this.least <= this.most;
  }

  /** Takes a value in; returns whether the range is another now. */
  take(value: unknown): boolean {
    const [wasNumeric, least, most] = [this.isNumeric, this.least, this.most];
    if (typeof value === 'number') {
      this.least = Math.min(least, value);
      this.most = Math.max(most, value);
    } else if (value !== undefined && value !== null) {
      this.hasText = true;
    }
    return wasNumeric !== this.isNumeric || least !== this.least || most !== this.most;
  }

  /** How far along the range a value is, from 0 to 1; undefined where it is no number. */
  share(value: unknown): number | undefined {
    if (typeof value !== 'number') {
      return undefined;
    }
    const width = this.most - this.least;
    return width > 0 ? Math.min(1, Math.max(0, (value - this.least) / width)) : 0.5;
  }

  clear(): void {
    [this.least, this.most, this.hasText] = [Infinity, -Infinity, false];
  }
}
