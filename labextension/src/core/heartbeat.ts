interface HeartbeatActions {
  ping(): void;
  dead(): void;
}

const UNTIL_WELCOME_MS = 20_000;
const UNTIL_ANSWER_MS = 5_000;

/**
 * Notices a line that is dead though nobody hung up: after a silence it pings, and if nothing at
 * all comes back it gives up. Browsers do not show the pings that servers send.
 */
export class Heartbeat {
  private silenceMs = UNTIL_WELCOME_MS;
  private answerMs = UNTIL_WELCOME_MS;
  private isExpecting = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly actions: HeartbeatActions) {}

  /** Takes over the server's own measures, both in milliseconds. */
  every(silenceMs: number, answerMs: number): void {
    this.silenceMs = silenceMs;
    this.answerMs = answerMs;
  }

  start(): void {
    this.isExpecting = false;
    this.wait(this.silenceMs, () => this.check());
  }

  /** Something came: the line lives. */
  heard(): void {
    this.start();
  }

  /** Something was sent that is answered soon: a silence after it need not be as long. */
  expect(): void {
    if (!this.isExpecting) {
      this.isExpecting = true;
      this.wait(Math.min(this.silenceMs, UNTIL_ANSWER_MS), () => this.check());
    }
  }

  /** Pings now, as after a sleep of the computer. */
  check(): void {
    this.isExpecting = true;
    this.actions.ping();
    this.wait(this.answerMs, () => this.actions.dead());
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private wait(milliseconds: number, then: () => void): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(then, milliseconds);
  }
}
