import type { Commit, EventMessage, Position, Reset, Snapshot, Welcome } from './protocol';
import { SnapshotParts } from './snapshot_parts';

/** Who is told what arrives. A commit that does not fit throws; a fresh copy is then asked for. */
export interface HistoryListener {
  welcome(message: Welcome): void;
  snapshot(parts: Snapshot[]): void;
  commit(message: Commit): void;
  event(message: EventMessage): void;
  reset(message: Reset): void;
}

/**
 * How far one is in which history. Lets every commit through once and in order; where one is
 * missing or does not fit it asks for a fresh copy, and lets none through until that has come.
 */
export class History {
  private known: Position | undefined;
  private head: number | undefined;
  private isResyncing = false;
  private readonly parts = new SnapshotParts();

  constructor(
    private readonly listener: HistoryListener,
    private readonly askForCopy: () => void
  ) {}

  get position(): Position | undefined {
    return this.known;
  }

  /** Whether the head that the welcome named is reached. */
  get isCaughtUp(): boolean {
    const { known, head, isResyncing } = this;
    return known !== undefined && head !== undefined && !isResyncing && known.seq >= head;
  }

  welcome(message: Welcome): void {
    this.head = message.seq;
    this.isResyncing = false;
    this.listener.welcome(message);
    if (message.mode === 'current') {
      this.moveTo(message);
    } else if (message.mode === 'replay' && !this.known) {
      this.moveTo({ epoch: message.epoch, seq: 0, digest: '' });
    }
  }

  snapshot(message: Snapshot): void {
    const parts = this.parts.add(message);
    if (parts) {
      this.listener.snapshot(parts);
      this.moveTo(message);
      this.isResyncing = false;
    }
  }

  commit(message: Commit): void {
    const { known } = this;
    if (this.isResyncing || !known || message.seq <= known.seq) {
      return;
    }
    if (message.seq !== known.seq + 1) {
      return this.resync();
    }
    try {
      this.listener.commit(message);
    } catch (error) {
      console.error('graphsync: a commit does not fit, asking for a fresh copy', error);
      return this.resync();
    }
    this.moveTo({ epoch: known.epoch, seq: message.seq, digest: message.digest });
  }

  reset(message: Reset): void {
    this.known = undefined;
    this.parts.clear();
    this.listener.reset(message);
  }

  /** The line is cut: half a snapshot is none. */
  cut(): void {
    this.head = undefined;
    this.parts.clear();
  }

  private resync(): void {
    this.isResyncing = true;
    this.askForCopy();
  }

  private moveTo({ epoch, seq, digest }: Position): void {
    this.known = { epoch, seq, digest };
  }
}
