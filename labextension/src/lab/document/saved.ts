import type { Commit, Session } from '../../core';
import type { GraphServer, SessionDescription } from '../server';

/**
 * Knows whether a session's file is behind its graph: some commit that changed the graph came
 * after what the server wrote last, or one's own edits are not even on the server yet.
 */
export class SavedState {
  private changedSeq = 0;
  private savedSeq = 0;
  private asked = 0;
  private readonly stops: (() => void)[];

  constructor(
    private readonly session: Session,
    private readonly server: GraphServer,
    private readonly changed: (isAhead: boolean) => void
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
      this.tell();
    }
  }

  private hear({ seq, events }: Commit): void {
    if (events.some(({ event }) => event.startsWith('project:'))) {
      void this.refresh();
    } else if (events.some(({ event }) => event.startsWith('graph:'))) {
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

  private tell(): void {
    this.changed(this.changedSeq > this.savedSeq || this.session.connection.pendingCount > 0);
  }
}
