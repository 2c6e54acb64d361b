const FIRST_MS = 250;
const LONGEST_MS = 15_000;

/**
 * Returns how long to wait before attempt number `attempt` (from 1): twice as long each time, and
 * somewhere in the upper half of that, so that the many who lost one server do not come at once.
 */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1));
  return longest * (0.5 + 0.5 * random());
}

/** Tells whether a close code means that coming back is of no use. */
export function isFinal(closeCode: number): boolean {
  return closeCode >= 4500 && closeCode <= 4999;
}
