/** What draws, and can stop drawing while nobody sees it. */
export interface LiveCanvas {
  readonly isInSight: boolean;
  sleep(): void;
}

const MOST_AWAKE = 8;

/**
 * The canvases of a page. Browsers keep about 16 WebGL contexts for all that is on it, so beyond
 * eight of ours those out of sight sleep; they draw again when they come into sight.
 */
export class LiveCanvases {
  private readonly awake = new Set<LiveCanvas>();

  /** A canvas draws; those that have drawn for longest and are out of sight make room. */
  woke(canvas: LiveCanvas): void {
    this.awake.add(canvas);
    for (const other of [...this.awake]) {
      if (this.awake.size > MOST_AWAKE && other !== canvas && !other.isInSight) {
        other.sleep();
      }
    }
  }

  fellAsleep(canvas: LiveCanvas): void {
    this.awake.delete(canvas);
  }
}

/** Those of this page: the module is loaded once. */
export const liveCanvases = new LiveCanvases();
