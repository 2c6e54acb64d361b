import type { Author, Bucket } from '../../core';
import { asColor } from '../palette';

/** A part of a bar, from the bottom up. */
export interface BarPart {
  readonly color: string | undefined;
  /** How high it is, of 1. */
  readonly height: number;
}

/** One bar of the picture of a history: from one commit to another, and whose they are. */
export interface Bar {
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly height: number;
  readonly parts: readonly BarPart[];
}

const LOWEST = 0.28;
const OUTLIERS = 0.05;

/**
 * Returns a bar for each bucket: the higher, the quicker the commits followed each other, parted
 * by people. `meant` holds the same buckets with only what a filter lets through.
 */
export function barsOf(
  buckets: readonly Bucket[],
  people: readonly Author[],
  meant: readonly Bucket[] = buckets
): Bar[] {
  const colors = new Map(people.map(({ user, color }) => [user, asColor(color)]));
  const fitting = new Map(meant.map((bucket) => [bucket.to_seq, bucket]));
  const heights = heightsOf(buckets);
  return buckets.map(({ from_seq, to_seq }, index) => {
    const height = heights[index]!;
    const all = to_seq - from_seq + 1;
    const users = Object.entries(fitting.get(to_seq)?.users ?? {});
    const parts = users.map(([user, count]) => ({
      color: colors.get(user),
      height: (height * count) / all
    }));
    return { fromSeq: from_seq, toSeq: to_seq, height, parts };
  });
}

/** Pauses are counted to what comes after them. What is far out does not flatten the others. */
function heightsOf(buckets: readonly Bucket[]): number[] {
  const paces = buckets.map(({ from_seq, to_seq, from, to }, index) => {
    const start = index > 0 ? buckets[index - 1]!.to : from;
    const seconds = (Date.parse(to) - Date.parse(start)) / 1_000;
    return seconds > 0 ? Math.log((to_seq - from_seq + 1) / seconds) : Infinity;
  });
  const sorted = paces.filter((pace) => pace < Infinity).sort((one, other) => one - other);
  const [slow, quick] = [OUTLIERS, 1 - OUTLIERS].map(
    (part) => sorted[Math.round(part * (sorted.length - 1))] ?? 0
  ) as [number, number];
  return paces.map((pace) => {
    const part = quick > slow ? (pace - slow) / (quick - slow) : pace < Infinity ? 0.5 : 1;
    return LOWEST + (1 - LOWEST) * Math.min(1, Math.max(0, part));
  });
}
