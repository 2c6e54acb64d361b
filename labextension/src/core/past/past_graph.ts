import { isGraphEvent, type GraphEvent } from '../editing/graph_event';
import { inverseOf } from '../editing/inverse';
import { Feed, type FeedEntry } from '../feed';
import type { Commit } from '../protocol';
import { Replica } from '../replica';
import { Signal } from '../signal';
import type { GraphChange } from '../store';
import { Checkpoints } from './checkpoints';
import { CommitPages, PAGE } from './commit_pages';
import type { HistoryClient } from './history_client';
import { asSnapshot } from './native_graph';
import { Trail } from './trail';

/** What happened at a moment: its commit, and what that did, with the names that nodes had. */
export interface Happening {
  readonly seq: number;
  /** None at the start, before the first commit. */
  readonly commit: Commit | undefined;
  readonly entries: readonly FeedEntry[];
}

// A walk of so many commits takes less time than a fresh copy of the graph; of a larger graph more.
const LEAST_WALK = 2 * PAGE;
const MOST_WALK = 2_000;
const NODES_A_COMMIT = 20;

/**
 * The graph as it was, put at any moment of a session's history. It walks from commit to commit
 * where that is near, forward as the live replica does, and back the way it came; else it begins
 * with a copy from shortly before. Moments are asked for one after the other.
 */
export class PastGraph {
  readonly replica = new Replica();
  readonly graphChanged = new Signal<GraphChange>();
  private at: number | undefined;
  private readonly pages: CommitPages;
  private readonly checkpoints = new Checkpoints();
  private readonly trail = new Trail();
  private readonly feed = new Feed();

  constructor(private readonly client: HistoryClient) {
    this.pages = new CommitPages(client);
  }

  /** Whether it shows a moment yet. */
  get isLoaded(): boolean {
    return this.at !== undefined;
  }

  /** The number of the last commit that is in the graph. */
  get seq(): number {
    return this.at ?? 0;
  }

  /** Becomes the graph as it was after a commit, and tells what that commit did. */
  async goTo(seq: number, oldest = 0): Promise<Happening> {
    if (this.at === undefined || !this.walkBack(seq)) {
      const isNear = this.at !== undefined && this.at <= seq && seq - this.at <= this.reach;
      if (!isNear || !(await this.walkOn(this.at!, seq))) {
        await this.jump(seq, oldest);
      }
    }
    return this.happening(seq);
  }

  private get reach(): number {
    const { size } = this.replica.nodes;
    return Math.min(MOST_WALK, LEAST_WALK + Math.floor(size / NODES_A_COMMIT));
  }

  private walkBack(seq: number): boolean {
    if (seq >= this.at! || !this.trail.reaches(seq)) {
      return seq === this.at;
    }
    const events: GraphEvent[] = [];
    for (let step = this.trail.takeAfter(seq); step; step = this.trail.takeAfter(seq)) {
      step.inverse.forEach((event) => this.replica.apply(event));
      events.push(...step.inverse);
    }
    this.arrive(seq, { kind: 'changed', events });
    return true;
  }

  /** Applies what came since; returns whether that leads there. */
  private async walkOn(from: number, seq: number): Promise<boolean> {
    const commits = await this.pages.read(from, seq);
    if (commits.length !== seq - from || commits.some(isWhole)) {
      return false;
    }
    const events = this.applied(commits);
    this.arrive(events ? seq : undefined, { kind: 'changed', events: events ?? [] });
    return events !== undefined;
  }

  /** Begins with a copy of the graph from shortly before, so that one can step back from there. */
  private async jump(seq: number, oldest: number): Promise<void> {
    const known = this.checkpoints.before(seq, seq - this.reach);
    const from = known?.seq ?? Math.max(Math.min(oldest, seq), seq - PAGE, 0);
    const [start, commits] = await Promise.all([
      known?.replica ?? this.fetch(from),
      this.pages.read(from, seq)
    ]);
    // What replaced the whole graph cannot be walked over: its own copy is where one begins.
    const whole = commits.map(isWhole).lastIndexOf(true);
    const base = whole < 0 ? start : await this.fetch(commits[whole]!.seq);
    this.replica.mirror(base.copy());
    this.trail.clear();
    const walked = commits.slice(whole + 1);
    this.at = undefined;
    if (from + commits.length !== seq || !this.applied(walked)) {
      this.replica.mirror((await this.fetch(seq)).copy());
      this.trail.clear();
    }
    this.arrive(seq, { kind: 'loaded' });
  }

  private async fetch(seq: number): Promise<Replica> {
    const replica = new Replica();
    replica.load([asSnapshot(await this.client.graph(seq))]);
    this.checkpoints.keep(seq, replica);
    return replica;
  }

  /** Applies commits; nothing is returned where one does not fit. */
  private applied(commits: readonly Commit[]): GraphEvent[] | undefined {
    const all: GraphEvent[] = [];
    try {
      for (const { seq, events } of commits) {
        const inverse: GraphEvent[] = [];
        for (const event of events.filter(isGraphEvent)) {
          inverse.push(inverseOf(event, this.replica));
          this.replica.apply(event);
          all.push(event);
        }
        this.trail.add({ seq, inverse: inverse.reverse() });
      }
    } catch (error) {
      console.error('graphsync: a commit does not fit, asking for a fresh copy', error);
      return undefined;
    }
    return all;
  }

  private arrive(seq: number | undefined, change: GraphChange): void {
    this.at = seq;
    if (seq !== undefined) {
      this.graphChanged.emit(change);
    }
  }

  private happening(seq: number): Happening {
    const commit = this.pages.known(seq);
    const names = new Map<string, string>();
    for (const { event, payload } of this.trail.last?.seq === seq ? this.trail.last.inverse : []) {
      if (event === 'graph:node-created') {
        names.set(payload.node_id, payload.name);
      }
    }
    const nameOf = (id: string): string | undefined =>
      names.get(id) ?? this.replica.nodes.get(id)?.name;
    return { seq, commit, entries: commit ? this.feed.prepare(commit, nameOf) : [] };
  }
}

/** Whether a commit put another graph in the place of the one before. */
function isWhole({ events }: Commit): boolean {
  return events.some(({ event }) => event === 'project:loaded');
}
