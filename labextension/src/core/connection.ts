import { backoffMs, isFinal } from './backoff';
import { Heartbeat } from './heartbeat';
import { Commands, type RestoredCommand } from './commands';
import type { ConnectionOptions } from './connection_options';
import { BehindWatch, type ConnectionState } from './connection_state';
import { History } from './history';
import type { CommandOp } from './pending';
import { PresenceSender, type PresenceChange } from './presence_sender';
import {
  CLOSE_CODES,
  type Bye,
  type ClientOp,
  type Limits,
  type Reply,
  type ServerMessage,
  type Welcome
} from './protocol';
import { Signal } from './signal';
import type { Transport } from './transport';

export type { ConnectionOptions } from './connection_options';

/**
 * One client's line to a session. It comes back for ever, goes on where it was, and sends again
 * what was not answered; only a close code from 4500 to 4999 ends it.
 */
export class Connection {
  readonly stateChanged = new Signal<ConnectionState>();
  private current: ConnectionState = { kind: 'connecting' };
  private transport: Transport | undefined;
  private isWelcome = false;
  private welcomed: Welcome | undefined;
  private token: string | undefined;
  private attempt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private farewell: Bye | undefined;
  private readonly history: History;
  private readonly commands: Commands;
  private readonly presence = new PresenceSender((op) => this.send(op));
  private readonly behind = new BehindWatch(() => this.become({ kind: 'behind' }));
  private readonly heartbeat = new Heartbeat({
    ping: () => this.send({ op: 'ping', id: 'heartbeat' }),
    dead: () => this.hangUp('the server does not answer')
  });

  constructor(private readonly options: ConnectionOptions) {
    this.token = options.clientToken;
    this.history = new History(options.listener, () => this.send({ op: 'resync' }));
    this.commands = new Commands(options.listener, (op) => this.sendCommand(op));
    options.unanswered?.forEach((op) => this.commands.restore(op));
    this.connect();
  }

  get state(): ConnectionState {
    return this.current;
  }

  /** Who one is here; the same after a reconnect. */
  get clientId(): string | undefined {
    return this.welcomed?.client_id;
  }

  get clientToken(): string | undefined {
    return this.token;
  }

  /** The limits that the server has told; unknown before it was reached. */
  get limits(): Limits | undefined {
    return this.welcomed?.limits;
  }

  /** How many commands are not answered. */
  get pendingCount(): number {
    return this.commands.pending.size;
  }

  /** How many of those are not even on their way: there is no line, or the server is busy. */
  get unsentCount(): number {
    return this.commands.pending.unsentCount;
  }

  /** Told when one of the two counts may have changed. */
  get pendingChanged(): Signal<void> {
    return this.commands.pending.changed;
  }

  /** Executes a command; fails with `CommandRefused` where the server refuses it. */
  execute(commandType: string, args: unknown): Promise<Reply> {
    return this.commands.execute(commandType, args);
  }

  /** Takes back the last command of this client, or of the session. */
  undo(scope: 'mine' | 'session' = 'mine'): Promise<Reply> {
    return this.commands.reverse('undo', scope);
  }

  /** Does again what was undone last. */
  redo(scope: 'mine' | 'session' = 'mine'): Promise<Reply> {
    return this.commands.reverse('redo', scope);
  }

  /** Tells the others what one does; changes are joined and kept for after a reconnect. */
  present(change: PresenceChange): void {
    this.presence.change(change);
  }

  /** Tries at once, if it waits for its next attempt: the network or the page is back. */
  wake(): void {
    if (this.timer !== undefined) {
      this.connect();
    } else if (this.isWelcome) {
      this.heartbeat.check();
    }
  }

  /** Returns what was not answered, in order, for a next connection of the same client to ask. */
  get unanswered(): readonly CommandOp[] {
    return this.commands.pending.ops();
  }

  /** Hands out, once, the answers to what an earlier connection had asked. */
  takeRestored(): readonly RestoredCommand[] {
    return this.commands.takeRestored();
  }

  /** Leaves. What was not answered fails. */
  close(): void {
    this.end(1000, 'closed');
  }

  private send(op: ClientOp): void {
    // Before the welcome nothing is sent: pending commands follow it, the rest is out of date.
    if (this.transport && this.isWelcome) {
      this.transport.send(JSON.stringify(op));
    }
  }

  private sendCommand(op: CommandOp): void {
    this.send(op);
    this.heartbeat.expect();
  }

  private connect(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.attempt += 1;
    this.farewell = undefined;
    // A transport that was given up may still speak: only the newest one is heard.
    const isCurrent = (): boolean => this.transport === transport;
    const transport: Transport = this.options.open(this.query(), {
      opened: () => undefined,
      received: (text) => isCurrent() && this.receive(text),
      closed: (code, reason) => isCurrent() && this.lost(code, reason)
    });
    this.transport = transport;
    this.heartbeat.start();
  }

  private query(): URLSearchParams {
    const query = new URLSearchParams({ session_id: this.options.sessionId });
    const { position } = this.history;
    if (position) {
      query.set('epoch', position.epoch);
      query.set('since', String(position.seq));
      query.set('digest', position.digest);
    }
    if (this.token) {
      query.set('client_token', this.token);
    }
    return query;
  }

  private receive(text: string): void {
    this.heartbeat.heard();
    const messages = JSON.parse(text) as ServerMessage[];
    this.options.listener.frame(() => messages.forEach((message) => this.handle(message)));
    this.noteProgress();
  }

  private handle(message: ServerMessage): void {
    switch (message.type) {
      case 'welcome':
        return this.handleWelcome(message);
      case 'snapshot':
        return this.history.snapshot(message);
      case 'commit':
        return this.history.commit(message);
      case 'event':
        return this.options.listener.event(message);
      case 'reply':
        return this.commands.settle(message);
      case 'reset':
        return this.history.reset(message);
      case 'bye':
        this.farewell = message;
        return;
      case 'pong':
        return;
      default: {
        // A newer server may say more than this module knows; that must not end the connection.
        const missing: never = message;
        return missing;
      }
    }
  }

  private handleWelcome(message: Welcome): void {
    this.welcomed = message;
    this.isWelcome = true;
    this.token = message.client_token;
    this.heartbeat.every(message.limits.heartbeat * 1000, message.limits.heartbeat_timeout * 1000);
    this.presence.atMost(message.limits.presence_rate);
    this.history.welcome(message);
    this.commands.open(message.limits);
    this.presence.again();
  }

  private noteProgress(): void {
    if (this.history.isCaughtUp) {
      this.behind.inStep();
      this.attempt = 0;
      this.become({ kind: 'live' });
    } else if (this.isWelcome) {
      this.behind.behind();
    }
  }

  private lost(code: number, reason: string): void {
    const neverOpened = !this.isWelcome;
    this.forgetTransport();
    const told = this.farewell?.reason || reason || CLOSE_CODES.get(code) || 'no connection';
    if (isFinal(code)) {
      return this.end(code, told);
    }
    this.become({ kind: 'reconnecting', attempt: this.attempt, reason: told });
    const wait = this.farewell?.retry_after_ms ?? backoffMs(Math.max(1, this.attempt));
    this.timer = setTimeout(() => this.connect(), wait);
    if (neverOpened) {
      void this.explain();
    }
  }

  private async explain(): Promise<void> {
    const reason = await this.options.explain?.();
    if (reason && this.current.kind === 'reconnecting') {
      this.become({ ...this.current, reason });
    }
  }

  private hangUp(reason: string): void {
    const { transport } = this;
    this.lost(1006, reason);
    transport?.close();
  }

  private end(code: number, reason: string): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { transport } = this;
    this.forgetTransport();
    transport?.close();
    this.presence.stop();
    this.commands.end(reason);
    this.become({ kind: 'ended', code, reason });
  }

  private forgetTransport(): void {
    this.transport = undefined;
    this.isWelcome = false;
    this.behind.inStep();
    this.history.cut();
    this.commands.pending.cut();
    this.heartbeat.stop();
  }

  private become(state: ConnectionState): void {
    if (this.current.kind === 'ended' || (state.kind === 'live' && this.current.kind === 'live')) {
      return;
    }
    this.current = state;
    this.stateChanged.emit(state);
  }
}
