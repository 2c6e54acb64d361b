/** Words in a row: two texels of four. */
const LENGTH = 8;

/**
 * A table of numbers as graphics cards read it: rows of eight words without gaps. It knows which
 * rows changed since they were read last, so that only those are sent again.
 */
export class Rows {
  readonly length = LENGTH;
  count = 0;
  floats: Float32Array;
  words: Uint32Array;
  private from = Infinity;
  private to = -1;

  /** There is always room for a multiple of so many rows. */
  constructor(readonly step = 512) {
    this.floats = new Float32Array(step * LENGTH);
    this.words = new Uint32Array(this.floats.buffer);
  }

  /** Adds a row and returns its index. */
  add(): number {
    if ((this.count + 1) * this.length > this.floats.length) {
      this.grow();
    }
    this.touch(this.count);
    return this.count++;
  }

  /** Takes a row out; the last one moves into its place. */
  remove(row: number): void {
    const last = this.count - 1;
    this.words.copyWithin(row * this.length, last * this.length, (last + 1) * this.length);
    this.count = last;
    this.touch(Math.min(row, Math.max(0, last - 1)));
  }

  clear(): void {
    this.count = 0;
    [this.from, this.to] = [0, 0];
  }

  touch(row: number): void {
    this.from = Math.min(this.from, row);
    this.to = Math.max(this.to, row + 1);
  }

  touchAll(): void {
    [this.from, this.to] = [0, this.count];
  }

  /** Returns the rows that changed, from and up to, and forgets about them. */
  takeChanged(): { from: number; to: number } | undefined {
    const changed = { from: this.from, to: Math.min(this.to, this.count) };
    [this.from, this.to] = [Infinity, -1];
    return changed.from < changed.to ? changed : undefined;
  }

  private grow(): void {
    const larger = new Float32Array(2 * this.floats.length);
    const words = new Uint32Array(larger.buffer);
    words.set(this.words);
    this.floats = larger;
    this.words = words;
  }
}
