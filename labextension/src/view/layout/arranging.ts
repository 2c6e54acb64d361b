import { Signal, type Replica } from '../../core';
import type { Point } from '../geometry';
import { LayoutTask } from './layout_task';
import type { Algorithm, LayoutName } from './layouts';
import type { Placement } from './placement';
import { LayoutStopped, runLayout } from './run_layout';
import { tidyNew } from './tidy_new';

export type ArrangingState =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'running';
      readonly algorithm: LayoutName;
      /** Which part is done, 0 to 1, where that is known. */
      readonly progress: number | undefined;
      /** When it began, on the clock of `performance.now()`. */
      readonly sinceMs: number;
    }
  | { readonly kind: 'failed'; readonly message: string };

export interface ArrangingDeps {
  readonly replica: Replica;
  readonly placement: Placement;
  /** Gives nodes their shared places, all in one command. */
  move(points: ReadonlyMap<string, Point>): void;
  /** Computes a layout; a worker's work where this is left out. */
  readonly run?: typeof runLayout;
}

/** Lays nodes out, one layout at a time, and moves them when it is done. */
export class Arranging {
  readonly changed = new Signal<ArrangingState>();
  private current: ArrangingState = { kind: 'idle' };
  private stopping: AbortController | undefined;

  constructor(private readonly deps: ArrangingDeps) {}

  get state(): ArrangingState {
    return this.current;
  }

  /**
   * Lays these nodes out, or all. Stops what was going on before. Resolves when it is done, was
   * stopped or has failed; the state tells which. Nodes that were deleted, pinned or moved in
   * the meantime are left alone.
   */
  async start(algorithm: LayoutName, nodeIds?: Iterable<string>): Promise<void> {
    this.stop();
    const { replica } = this.deps;
    const chosen = new Set(nodeIds ?? replica.nodes.keys());
    const known = [...chosen].filter((nodeId) => replica.nodes.has(nodeId));
    if (algorithm === 'new') {
      this.move(tidyNew(replica, known));
    } else if (known.length > 0) {
      await this.run(algorithm, known);
    }
  }

  /** Stops what is going on; nothing is moved. */
  stop(): void {
    this.stopping?.abort();
    this.stopping = undefined;
    this.become({ kind: 'idle' });
  }

  private async run(algorithm: Algorithm, nodeIds: readonly string[]): Promise<void> {
    const stopping = new AbortController();
    this.stopping = stopping;
    const sinceMs = performance.now();
    const tell = (progress?: number): void => {
      if (!stopping.signal.aborted) {
        this.become({ kind: 'running', algorithm, progress, sinceMs });
      }
    };
    tell();
    const task = new LayoutTask(this.deps.replica, this.deps.placement, nodeIds);
    try {
      const options = { progress: tell, signal: stopping.signal };
      const places = await (this.deps.run ?? runLayout)(task.request(algorithm), options);
      if (!stopping.signal.aborted) {
        this.become({ kind: 'idle' });
        this.move(task.moves(places));
      }
    } catch (error) {
      this.fail(error, stopping.signal);
    }
  }

  private fail(error: unknown, { aborted }: AbortSignal): void {
    if (!aborted && !(error instanceof LayoutStopped)) {
      this.become({
        kind: 'failed',
        message: error instanceof Error ? error.message : String(error)
      });
    }
  }

  private move(points: ReadonlyMap<string, Point>): void {
    if (points.size > 0) {
      this.deps.move(points);
    }
  }

  private become(state: ArrangingState): void {
    const isNews = state.kind !== 'idle' || this.current.kind !== 'idle';
    this.current = state;
    if (isNews) {
      this.changed.emit(state);
    }
  }
}
