import type { Snapshot } from './protocol';

/** Collects the parts of a snapshot; one that begins anew replaces one that was cut off. */
export class SnapshotParts {
  private parts: Snapshot[] = [];

  /** Returns all parts once the last one has come, and nothing before. */
  add(part: Snapshot): Snapshot[] | undefined {
    if (part.part === 1) {
      this.parts = [];
    }
    this.parts.push(part);
    if (part.part < part.parts) {
      return undefined;
    }
    const whole = this.parts;
    this.parts = [];
    return whole;
  }

  clear(): void {
    this.parts = [];
  }
}
