/** Counts how many nodes go by which key, and keeps count while nodes come, change and go. */
export class Census {
  private readonly keys = new Map<string, string>();
  private readonly counts = new Map<string, number>();

  set(nodeId: string, key: string | undefined): void {
    const old = this.keys.get(nodeId);
    if (old === key) {
      return;
    }
    if (old !== undefined) {
      this.add(old, -1);
      this.keys.delete(nodeId);
    }
    if (key !== undefined) {
      this.add(key, 1);
      this.keys.set(nodeId, key);
    }
  }

  clear(): void {
    this.keys.clear();
    this.counts.clear();
  }

  /** Keys with their numbers, the most frequent first. */
  all(): [key: string, count: number][] {
    return [...this.counts].sort(([, one], [, other]) => other - one);
  }

  private add(key: string, by: number): void {
    const count = (this.counts.get(key) ?? 0) + by;
    if (count > 0) {
      this.counts.set(key, count);
    } else {
      this.counts.delete(key);
    }
  }
}
