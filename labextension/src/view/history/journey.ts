import type { HistoryClient } from '../../core';
import { Signal, type CommitFilter, type Happening, type TimelineData } from '../../core';
import { MatchingSteps, PastGraph, Seeker } from '../../core/past';
import type { ViewContext } from '../context';
import { timeAt } from './times';

/** So many changes a second are played at speed 1. */
const PACE = 2;
const FASTEST_TICK_MS = 100;
const BUCKETS = 200;
const REFRESH_MS = 2_000;

export const SPEEDS: readonly number[] = [1, 4, 16, 64];

/** Where in the history one is, and how one gets from there to elsewhere. */
export class Journey {
  /** One is elsewhere, or more is known than before. */
  readonly changed = new Signal<void>();
  readonly past: PastGraph;
  /** What the moment did; that of a moment before while the wanted one is on its way. */
  happening: Happening | undefined;
  /** The whole history, and the part of it that the filter lets through. */
  data: TimelineData | undefined;
  meant: TimelineData | undefined;
  /** Why the moment cannot be shown. */
  problem: string | undefined;
  speed = 1;
  private wanted: number | undefined;
  private filtered: CommitFilter = {};
  private steps: MatchingSteps;
  private readonly seeker: Seeker;
  private playing: ReturnType<typeof setTimeout> | undefined;
  private refreshing: ReturnType<typeof setTimeout> | undefined;
  private readonly stops: (() => void)[];

  constructor(
    private readonly context: Pick<ViewContext, 'session' | 'shown'>,
    private readonly client: HistoryClient
  ) {
    this.past = new PastGraph(client);
    this.seeker = new Seeker(this.past, () => this.oldest);
    this.steps = new MatchingSteps(client, this.filtered);
    this.stops = [
      this.seeker.arrived.connect((happening) => this.arrive(happening)),
      this.seeker.failed.connect((error) => this.fail(error)),
      context.session.store.committed.connect(() => this.grow())
    ];
  }

  /** The number of the commit whose moment is wanted; none now. */
  get at(): number | undefined {
    return this.wanted;
  }

  get head(): number {
    return this.context.session.store.position.seq;
  }

  get oldest(): number {
    return this.data?.oldest_seq ?? 0;
  }

  get filter(): CommitFilter {
    return this.filtered;
  }

  get isPlaying(): boolean {
    return this.playing !== undefined;
  }

  /** When it is where one is, as well as one knows. */
  get time(): string | undefined {
    const { wanted, happening } = this;
    const isHere = happening !== undefined && happening.seq === wanted;
    const told = isHere ? happening.commit?.timestamp : undefined;
    return told ?? (wanted === undefined ? undefined : timeAt(this.data?.buckets ?? [], wanted));
  }

  /** Goes to the moment after a commit; after the last one it is now. */
  go(seq: number): void {
    if (seq >= this.head) {
      return this.back();
    }
    this.wanted = Math.max(seq, this.oldest);
    this.problem = undefined;
    this.seeker.go(this.wanted);
    this.changed.emit();
  }

  /** Goes to a moment by hand: what plays stops. */
  goBy(seq: number): void {
    this.pause();
    this.go(seq);
  }

  /** Goes back to now. */
  back(): void {
    this.wanted = undefined;
    this.problem = undefined;
    this.seeker.stop();
    this.pause();
    this.context.shown.show();
    this.changed.emit();
  }

  /** Goes on to the next commit that the filter lets through, or back to the one before. */
  async step(direction: 'next' | 'previous'): Promise<void> {
    const from = this.wanted ?? this.head;
    try {
      const found =
        direction === 'next'
          ? await this.steps.next(from, this.head)
          : await this.steps.previous(from, this.oldest);
      if (found !== undefined) {
        this.go(found);
      } else if (direction === 'next') {
        this.back();
      }
    } catch (error) {
      this.fail(error);
    }
  }

  /** Lets through only some commits: others are not stepped to. */
  async choose(filter: CommitFilter): Promise<void> {
    this.filtered = filter;
    this.steps = new MatchingSteps(this.client, filter);
    this.meant = undefined;
    this.changed.emit();
    await this.load();
  }

  /** Asks for what there is, and again once there is more. */
  async load(): Promise<void> {
    const { filtered } = this;
    const isAll = filtered.user === undefined && filtered.nodeIds === undefined;
    try {
      const [data, meant] = await Promise.all([
        this.client.timeline(BUCKETS),
        isAll ? undefined : this.client.timeline(BUCKETS, filtered)
      ]);
      if (filtered === this.filtered) {
        [this.data, this.meant] = [data, meant];
        this.changed.emit();
      }
    } catch (error) {
      this.fail(error);
    }
  }

  togglePlay(): void {
    if (this.isPlaying) {
      this.pause();
      this.changed.emit();
    } else {
      if (this.wanted === undefined) {
        this.go(this.oldest);
      }
      this.playOn();
      this.changed.emit();
    }
  }

  pause(): void {
    clearTimeout(this.playing);
    this.playing = undefined;
  }

  dispose(): void {
    this.pause();
    clearTimeout(this.refreshing);
    this.stops.forEach((stop) => stop());
    this.seeker.stop();
  }

  /** One moment after the other: the next one is asked for when the one before is shown. */
  private playOn(): void {
    const pace = this.speed * PACE;
    const wait = Math.max(FASTEST_TICK_MS, 1_000 / pace);
    this.playing = setTimeout(() => void this.tick(Math.round((pace * wait) / 1_000)), wait);
  }

  private async tick(commits: number): Promise<void> {
    const { playing } = this;
    if (!this.seeker.isBusy) {
      await this.skip(commits);
    }
    if (playing !== undefined && this.playing === playing) {
      this.playOn();
    }
  }

  private async skip(commits: number): Promise<void> {
    const { steps, wanted } = this;
    let seq = wanted;
    for (let step = 0; step < commits && seq !== undefined; step += 1) {
      seq = await steps.next(seq, this.head).catch(() => undefined);
    }
    if (wanted !== undefined && wanted === this.wanted) {
      if (seq === undefined) {
        this.back();
      } else {
        this.go(seq);
      }
    }
  }

  private arrive(happening: Happening): void {
    this.happening = happening;
    this.context.shown.show(this.past);
    this.changed.emit();
  }

  private fail(error: unknown): void {
    this.pause();
    this.problem = error instanceof Error ? error.message : String(error);
    this.changed.emit();
  }

  private grow(): void {
    this.changed.emit();
    this.refreshing ??= setTimeout(() => {
      this.refreshing = undefined;
      if (this.data) {
        void this.load();
      }
    }, REFRESH_MS);
  }
}
