const FORGETS_MS = 700;

/** Finds a line by the letters that are typed one after the other. */
export class TypeAhead {
  private typed = '';
  private last = 0;

  /** The next row that begins with what was typed lately, after the one where one is. */
  find(
    letter: string,
    rows: readonly HTMLElement[],
    from: HTMLElement | undefined
  ): HTMLElement | undefined {
    const now = performance.now();
    this.typed = now - this.last > FORGETS_MS ? letter : this.typed + letter;
    this.last = now;
    // The same letter again and again goes from one to the next.
    const wanted = isOneLetter(this.typed) ? this.typed.slice(0, 1) : this.typed;
    const start = from ? rows.indexOf(from) + (wanted.length === 1 ? 1 : 0) : 0;
    const inOrder = [...rows.slice(start), ...rows.slice(0, start)];
    return inOrder.find((row) => labelOf(row).startsWith(wanted.toLowerCase()));
  }
}

function isOneLetter(text: string): boolean {
  return new Set(text).size === 1;
}

function labelOf(row: HTMLElement): string {
  return (row.querySelector('.graphsync-menu-label')?.textContent ?? '').toLowerCase();
}
