import { Signal } from '@lumino/signaling';
import type { GraphServer, SessionDescription } from '../server';

const EVERY_MS = 10_000;
const SOON_MS = 300;

/** The sessions of this server, as they were when it was asked last. */
export class SessionDirectory {
  readonly changed = new Signal<this, void>(this);
  private known: readonly SessionDescription[] = [];
  private told = '';
  private timer: ReturnType<typeof setTimeout> | undefined;
  private watchers = 0;
  private problem_: string | undefined;
  /** Sizes are asked for only where somebody works, and only after a change. */
  private readonly sizes = new Map<string, SessionDescription>();

  constructor(private readonly server: GraphServer) {}

  get sessions(): readonly SessionDescription[] {
    return this.known;
  }

  /** Why the list may be out of date. */
  get problem(): string | undefined {
    return this.problem_;
  }

  /** Asks from time to time, as long as somebody looks; returns what ends it. */
  watch(): () => void {
    this.watchers += 1;
    this.refreshSoon();
    let isWatching = true;
    return () => {
      this.watchers -= isWatching ? 1 : 0;
      isWatching = false;
    };
  }

  /** Asks in a moment; what happens at once is asked for once. */
  refreshSoon(): void {
    this.wait(SOON_MS);
  }

  async refresh(): Promise<void> {
    try {
      this.known = await this.withSizes(await this.server.sessions());
      this.problem_ = undefined;
    } catch (error) {
      this.problem_ = error instanceof Error ? error.message : String(error);
    }
    this.tell();
    if (this.watchers > 0) {
      this.wait(EVERY_MS);
    }
  }

  private wait(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (document.visibilityState === 'visible') {
        void this.refresh();
      } else {
        this.wait(EVERY_MS);
      }
    }, ms);
  }

  private tell(): void {
    const now = JSON.stringify([this.known, this.problem_]);
    if (now !== this.told) {
      this.told = now;
      this.changed.emit();
    }
  }

  private withSizes(listed: readonly SessionDescription[]): Promise<SessionDescription[]> {
    const described = listed.map(async (session) => {
      const before = this.sizes.get(session.session_id);
      const isNeeded = session.client_count > 0 && before?.seq !== session.seq;
      const sized = (isNeeded ? await this.size(session) : undefined) ?? before;
      return { ...session, node_count: sized?.node_count, link_count: sized?.link_count };
    });
    return Promise.all(described);
  }

  /** A session may end between two questions: then it has no size. */
  private async size({ session_id }: SessionDescription): Promise<SessionDescription | undefined> {
    try {
      const described = await this.server.describe(session_id);
      this.sizes.set(session_id, described);
      return described;
    } catch (error) {
      console.warn(`graphsync: session '${session_id}' cannot be described`, error);
      return undefined;
    }
  }
}
