import type { GraphChange, Session } from '../../core';
import type { GraphServer, SessionDescription } from '../server';

/**
 * Knows whether a session's file is behind its graph: some commit that changed the graph came
 * after what the server wrote last. Calls back whenever that may have changed.
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
      store.graphChanged.connect((change) => this.hear(change)),
      connection.stateChanged.connect(({ kind }) => kind === 'live' && void this.ask())
    ];
    void this.ask();
  }

  dispose(): void {
    this.stops.forEach((stop) => stop());
    this.asked += 1;
  }

  private hear(change: GraphChange): void {
    if (change.kind === 'loaded' || change.events.some(isAboutProject)) {
      void this.ask();
    } else if (change.events.some(isAboutGraph)) {
      this.changedSeq = change.commit.seq;
      this.tell();
    }
  }

  /** Asks what the file holds; only the server knows which commits it wrote. */
  private async ask(): Promise<void> {
    this.asked += 1;
    const asking = this.asked;
    const described = await this.describe();
    const project = described?.project;
    if (asking === this.asked && project) {
      const { seq } = described;
      this.savedSeq = project.saved_seq;
      const known = project.is_dirty ? seq : project.saved_seq;
      this.changedSeq = Math.max(known, this.changedSince(seq));
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

  /** What was committed while the server was asked still counts. */
  private changedSince(seq: number): number {
    return this.changedSeq > seq ? this.changedSeq : 0;
  }

  private tell(): void {
    this.changed(this.changedSeq > this.savedSeq);
  }
}

function isAboutGraph({ event }: { event: string }): boolean {
  return event.startsWith('graph:');
}

function isAboutProject({ event }: { event: string }): boolean {
  return event.startsWith('project:');
}
