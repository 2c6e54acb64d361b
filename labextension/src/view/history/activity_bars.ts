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

/** Pauses are counted to what comes after them; what follows at once is as high as it gets. */
function heightsOf(buckets: readonly Bucket[]): number[] {
  const paces = buckets.map(({ from_seq, to_seq, from, to }, index) => {
    const start = index > 0 ? buckets[index - 1]!.to : from;
    const seconds = Math.max(0.1, (Date.parse(to) - Date.parse(start)) / 1_000);
    return Math.log((to_seq - from_seq + 1) / seconds);
  });
  const [slowest, quickest] = [Math.min(...paces), Math.max(...paces)];
  const span = quickest - slowest;
  return paces.map((pace) =>
    span > 0 ? LOWEST + ((1 - LOWEST) * (pace - slowest)) / span : (1 + LOWEST) / 2
  );
}
