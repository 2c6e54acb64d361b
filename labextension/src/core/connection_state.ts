export type ConnectionState =
  | { kind: 'connecting' }
  | { kind: 'live' }
  /** Connected, but the newest changes are not here yet. */
  | { kind: 'behind' }
  | { kind: 'reconnecting'; attempt: number; reason: string }
  | { kind: 'ended'; code: number; reason: string };

const PATIENCE_MS = 1_000;

/** Notices that one stays behind: what takes less than a moment is not worth a word. */
export class BehindWatch {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly fellBehind: () => void) {}

  behind(): void {
    this.timer ??= setTimeout(this.fellBehind, PATIENCE_MS);
  }

  inStep(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
