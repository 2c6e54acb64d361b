const MOST_LETTERS = 24;

/** Returns a text as one line of a bearable length. */
export function shorten(text: string, mostLetters = MOST_LETTERS): string {
  const line = text.replace(/\s+/g, ' ');
  if (line.length <= mostLetters) {
    return line;
  }
  const letters = [...line];
  return letters.length > mostLetters
    ? `${letters.slice(0, mostLetters - 1).join('')}…`
    : letters.join('');
}

/** Returns a number with its noun: `1 node`, `2,000 nodes`. */
export function counted(count: number, noun: string, nouns = `${noun}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? noun : nouns}`;
}

// Made once: to make one takes longer than to use it a hundred times.
const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium', hourCycle: 'h23' });

/** Returns the local time of day of an ISO 8601 timestamp. */
export function timeOfDay(timestamp: string): string {
  const date = new Date(timestamp);
  return Number.isNaN(date.getTime()) ? '' : CLOCK.format(date);
}

/** Returns a JSON value as people read it. */
export function valueText(value: unknown): string {
  return shorten(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''), 60);
}
