import type { Bucket } from '../../core';

const PARTS = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const;
const SHORT = new Intl.DateTimeFormat(undefined, { ...PARTS, hourCycle: 'h23' });
const WITH_YEAR = new Intl.DateTimeFormat(undefined, {
  ...PARTS,
  year: 'numeric',
  hourCycle: 'h23'
});
const LONG = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });

/** Returns a moment as people say it: day and minute, and the year where it is another one. */
export function momentText(timestamp: string, now = new Date()): string {
  const date = new Date(timestamp);
  if (Number.isNaN(date.getTime())) {
    return '';
  }
  const isThisYear = date.getFullYear() === now.getFullYear();
  return (isThisYear ? SHORT : WITH_YEAR).format(date);
}

/** Returns a moment to the second. */
export function exactText(timestamp: string): string {
  const date = new Date(timestamp);
  return Number.isNaN(date.getTime()) ? '' : LONG.format(date);
}

/** Returns about when a commit was, by the buckets that it lies between. */
export function timeAt(buckets: readonly Bucket[], seq: number): string | undefined {
  const bucket = buckets.find(({ to_seq }) => seq <= to_seq) ?? buckets.at(-1);
  if (!bucket) {
    return undefined;
  }
  const { from_seq, to_seq } = bucket;
  const [from, to] = [Date.parse(bucket.from), Date.parse(bucket.to)];
  const part = to_seq > from_seq ? (seq - from_seq) / (to_seq - from_seq) : 1;
  const time = from + Math.min(1, Math.max(0, part)) * (to - from);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
