import { backoffMs, isFinal } from './backoff';
import { BehindWatch, type ConnectionState } from './connection_state';
import { Heartbeat } from './heartbeat';
import { History, type HistoryListener } from './history';
import { newId } from './ids';
import { PendingCommands, type CommandOp } from './pending';
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
import type { OpenTransport, Transport } from './transport';

export interface ConnectionOptions {
  sessionId: string;
  open: OpenTransport;
  listener: HistoryListener;
  /** Lets a client that was here before go on under its own `client_id`. */
  clientToken?: string;
  /** Says why a socket that never opened did not; browsers tell nothing about it. */
  explain?: () => Promise<string | undefined>;
  /** Commands of a page that went before they were answered; they are sent again, under their ids. */
  unanswered?: readonly CommandOp[];
}

/**
 * One client's line to a session. It comes back for ever, goes on where it was, and sends again
 * what was not answered; only a close code from 4500 to 4999 ends it.
 */
export class Connection {
  readonly stateChanged = new Signal<ConnectionState>();
  /** A command was given or answered: another number of them waits. */
  readonly pendingChanged = new Signal<void>();
  private current: ConnectionState = { kind: 'connecting' };
  private transport: Transport | undefined;
  private welcomed: Welcome | undefined;
  private known: Limits | undefined;
  private token: string | undefined;
  private attempt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private farewell: Bye | undefined;
  private readonly history: History;
  private readonly pending = new PendingCommands((op) => this.send(op));
  private readonly presence = new PresenceSender((op) => this.send(op));
  private readonly watch = new BehindWatch(() => this.become({ kind: 'behind' }));
  private readonly heartbeat = new Heartbeat({
    ping: () => this.send({ op: 'ping', id: 'heartbeat' }),
    dead: () => this.hangUp('the server does not answer')
  });

  constructor(private readonly options: ConnectionOptions) {
    this.token = options.clientToken;
    this.history = new History(options.listener, () => this.send({ op: 'resync' }));
    this.connect();
    // Nobody waits for these any more: a refusal is shown by their being taken back.
    for (const op of options.unanswered ?? []) {
      this.command(op).catch(() => undefined);
    }
  }

  get state(): ConnectionState {
    return this.current;
  }

  get clientId(): string | undefined {
    return this.welcomed?.client_id;
  }

  get clientToken(): string | undefined {
    return this.token;
  }

  /** How many commands are not answered yet. */
  get pendingCount(): number {
    return this.pending.size;
  }

  /** The limits that the server has told; unknown before it was reached. */
  get limits(): Limits | undefined {
    return this.known;
  }

  /** The commands that are not answered yet, for the page that comes after this one. */
  get unanswered(): readonly CommandOp[] {
    return this.pending.ops();
  }

  /** Executes a command; fails with `CommandRefused` where the server refuses it. */
  execute(commandType: string, args: unknown): Promise<Reply> {
    const op = { op: 'execute', command_id: newId(), command_type: commandType, arguments: args };
    return this.command(op as CommandOp);
  }

  /** Takes back the last command of this client, or of the session. */
  undo(scope: 'mine' | 'session' = 'mine'): Promise<Reply> {
    return this.command({ op: 'undo', command_id: newId(), scope });
  }

  /** Does again what was undone last. */
  redo(scope: 'mine' | 'session' = 'mine'): Promise<Reply> {
    return this.command({ op: 'redo', command_id: newId(), scope });
  }

  /** Tells the others what one does; changes are joined and kept for after a reconnect. */
  present(change: PresenceChange): void {
    this.presence.change(change);
  }

  /** Tries at once, if it waits for its next attempt: the network or the page is back. */
  wake(): void {
    if (this.timer !== undefined) {
      this.connect();
    } else if (this.current.kind === 'live') {
      this.heartbeat.check();
    }
  }

  /** Leaves. What was not answered fails. */
  close(): void {
    this.end(1000, 'closed');
  }

  private command(op: CommandOp): Promise<Reply> {
    if (this.current.kind === 'ended') {
      return Promise.reject(new Error(`the session ended: ${this.current.reason}`));
    }
    const answer = this.pending.add(op);
    this.options.listener.given(op);
    this.send(op);
    this.pendingChanged.emit();
    return answer;
  }

  private send(op: ClientOp): void {
    // Before the welcome nothing is sent: pending commands follow it, the rest is out of date.
    if (this.transport && this.welcomed) {
      this.transport.send(JSON.stringify(op));
    }
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
    for (const message of JSON.parse(text) as ServerMessage[]) {
      this.handle(message);
    }
    this.options.listener.settle();
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
        return this.take(message);
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

  private take(reply: Reply): void {
    const commandId = this.pending.settle(reply);
    if (commandId !== undefined) {
      this.options.listener.answered(commandId);
      this.pendingChanged.emit();
    }
  }

  private handleWelcome(message: Welcome): void {
    this.welcomed = message;
    this.known = message.limits;
    this.token = message.client_token;
    this.heartbeat.every(message.limits.heartbeat * 1000, message.limits.heartbeat_timeout * 1000);
    this.presence.atMost(message.limits.presence_rate);
    this.history.welcome(message);
    this.pending.ops().forEach((op) => this.send(op));
    this.presence.again();
  }

  private noteProgress(): void {
    if (this.history.isCaughtUp) {
      this.attempt = 0;
      this.watch.inStep();
      this.become({ kind: 'live' });
    } else if (this.welcomed) {
      this.watch.behind();
    }
  }

  private lost(code: number, reason: string): void {
    const neverOpened = !this.welcomed;
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
    const given = this.pending.ops();
    this.pending.fail(new Error(`the session ended: ${reason}`));
    given.forEach((op) => this.options.listener.answered(op.command_id));
    this.options.listener.settle();
    this.pendingChanged.emit();
    this.become({ kind: 'ended', code, reason });
  }

  private forgetTransport(): void {
    this.transport = undefined;
    this.welcomed = undefined;
    this.history.cut();
    this.watch.inStep();
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
