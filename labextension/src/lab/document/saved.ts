import type { Commit, Session } from '../../core';
import type { GraphServer, SessionDescription } from '../server';

const ASK_EVERY_MS = 15_000;

/** What is known of a session's file. */
export interface SavedNews {
  /** Whether the graph holds what the file does not. */
  readonly isAhead: boolean;
  readonly path: string | undefined;
  /** Why the server could not save it, in a sentence. */
  readonly problem: string;
}

/**
 * Knows whether a session's file is behind it: some commit came after what the server wrote last,
 * or one's own edits are not even on the server yet.
 */
export class SavedState {
  private changedSeq = 0;
  private savedSeq = 0;
  private path: string | undefined;
  private problem = '';
  private asked = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly stops: (() => void)[];

  constructor(
    private readonly session: Session,
    private readonly server: Pick<GraphServer, 'describe'>,
    private readonly changed: (news: SavedNews) => void
  ) {
    const { store, connection } = session;
    this.stops = [
      store.committed.connect((commit) => this.hear(commit)),
      store.graphChanged.connect(({ kind }) => kind === 'loaded' && void this.refresh()),
      connection.pendingChanged.connect(() => this.tell()),
      connection.stateChanged.connect(({ kind }) => kind === 'live' && void this.refresh())
    ];
    void this.refresh();
  }

  dispose(): void {
    this.stops.forEach((stop) => stop());
    clearTimeout(this.timer);
    this.asked += 1;
  }

  /** Asks what the file holds; only the server knows which commits it wrote. */
  async refresh(): Promise<void> {
    this.asked += 1;
    const asking = this.asked;
    const described = await this.describe();
    const project = described?.project;
    if (asking === this.asked && project) {
      const { seq } = described;
      // What was committed while the server was asked still counts.
      const since = this.changedSeq > seq ? this.changedSeq : 0;
      this.savedSeq = project.saved_seq;
      this.changedSeq = Math.max(project.is_dirty ? seq : project.saved_seq, since);
      [this.path, this.problem] = [project.path, project.problem];
      this.tell();
    }
  }

  private hear({ seq, kind }: Commit): void {
    if (kind === 'save' || kind === 'load') {
      void this.refresh();
    } else {
      this.changedSeq = seq;
      this.tell();
    }
  }

  /** Nothing where the server cannot be reached: it is asked again when the line is back. */
  private async describe(): Promise<SessionDescription | undefined> {
    try {
      return await this.server.describe(this.session.sessionId);
    } catch (error) {
      console.warn('graphsync: it cannot be told whether the file is up to date', error);
      return undefined;
    }
  }

  private askAgain(): void {
    this.timer = undefined;
    if (this.isAhead) {
      void this.refresh();
    }
  }

  private get isAhead(): boolean {
    return this.changedSeq > this.savedSeq || this.session.connection.pendingCount > 0;
  }

  private tell(): void {
    const { isAhead, path, problem } = this;
    this.changed({ isAhead, path, problem });
    if (isAhead) {
      // A server that cannot save says so only when it is asked.
      this.timer ??= setTimeout(() => this.askAgain(), ASK_EVERY_MS);
    }
  }
}
