import { backoffMs, isFinal } from './backoff';
import { Heartbeat } from './heartbeat';
import { newId } from './ids';
import { PendingCommands, type CommandOp } from './pending';
import { PresenceSender, type PresenceChange } from './presence_sender';
import {
  CLOSE_CODES,
  type Bye,
  type ClientOp,
  type Commit,
  type EventMessage,
  type Position,
  type Reply,
  type Reset,
  type ServerMessage,
  type Snapshot,
  type Welcome
} from './protocol';
import { Signal } from './signal';
import { SnapshotParts } from './snapshot_parts';
import type { OpenTransport, Transport } from './transport';

export type ConnectionState =
  | { kind: 'connecting' }
  | { kind: 'live' }
  | { kind: 'reconnecting'; attempt: number; reason: string }
  | { kind: 'ended'; code: number; reason: string };

/** Who is told what arrives. A commit that does not fit throws; a fresh copy is then asked for. */
export interface ConnectionListener {
  welcome(message: Welcome): void;
  snapshot(parts: Snapshot[]): void;
  commit(message: Commit): void;
  event(message: EventMessage): void;
  reset(message: Reset): void;
}

export interface ConnectionOptions {
  sessionId: string;
  open: OpenTransport;
  listener: ConnectionListener;
  /** Lets a client that was here before go on under its own `client_id`. */
  clientToken?: string;
  /** Says why a socket that never opened did not; browsers tell nothing about it. */
  explain?: () => Promise<string | undefined>;
}

/**
 * One client's line to a session. It comes back for ever, goes on where it was, and sends again
 * what was not answered; only a close code from 4500 to 4999 ends it.
 */
export class Connection {
  readonly stateChanged = new Signal<ConnectionState>();
  private current: ConnectionState = { kind: 'connecting' };
  private transport: Transport | undefined;
  private welcomed: Welcome | undefined;
  private position: Position | undefined;
  private token: string | undefined;
  private attempt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private farewell: Bye | undefined;
  private resyncing = false;
  private readonly parts = new SnapshotParts();
  private readonly pending = new PendingCommands((op) => this.send(op));
  private readonly presence = new PresenceSender((op) => this.send(op));
  private readonly heartbeat = new Heartbeat({
    ping: () => this.send({ op: 'ping', id: 'heartbeat' }),
    dead: () => this.hangUp('the server does not answer')
  });

  constructor(private readonly options: ConnectionOptions) {
    this.token = options.clientToken;
    this.connect();
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

  get pendingCount(): number {
    return this.pending.size;
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
    this.send(op);
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
    if (this.position) {
      query.set('epoch', this.position.epoch);
      query.set('since', String(this.position.seq));
      query.set('digest', this.position.digest);
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
    this.noteProgress();
  }

  private handle(message: ServerMessage): void {
    switch (message.type) {
      case 'welcome':
        return this.handleWelcome(message);
      case 'snapshot':
        return this.handleSnapshot(message);
      case 'commit':
        return this.handleCommit(message);
      case 'event':
        return this.options.listener.event(message);
      case 'reply':
        return this.pending.settle(message);
      case 'reset':
        this.position = undefined;
        this.parts.clear();
        return this.options.listener.reset(message);
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
    this.token = message.client_token;
    this.resyncing = false;
    this.parts.clear();
    this.heartbeat.every(message.limits.heartbeat * 1000, message.limits.heartbeat_timeout * 1000);
    this.presence.atMost(message.limits.presence_rate);
    this.options.listener.welcome(message);
    if (message.mode === 'current') {
      this.position = { epoch: message.epoch, seq: message.seq, digest: message.digest };
    } else if (message.mode === 'replay' && !this.position) {
      this.position = { epoch: message.epoch, seq: 0, digest: '' };
    }
    this.pending.ops().forEach((op) => this.send(op));
    this.presence.again();
  }

  private handleSnapshot(message: Snapshot): void {
    const parts = this.parts.add(message);
    if (parts) {
      this.options.listener.snapshot(parts);
      this.position = { epoch: message.epoch, seq: message.seq, digest: message.digest };
      this.resyncing = false;
    }
  }

  private handleCommit(message: Commit): void {
    const { position } = this;
    if (this.resyncing || !position || message.seq <= position.seq) {
      return;
    }
    if (message.seq !== position.seq + 1) {
      return this.resync();
    }
    try {
      this.options.listener.commit(message);
    } catch (error) {
      console.error('graphsync: a commit does not fit, asking for a fresh copy', error);
      return this.resync();
    }
    this.position = { epoch: position.epoch, seq: message.seq, digest: message.digest };
  }

  private resync(): void {
    this.resyncing = true;
    this.send({ op: 'resync' });
  }

  private noteProgress(): void {
    const { welcomed, position } = this;
    if (welcomed && position && !this.resyncing && position.seq >= welcomed.seq) {
      this.attempt = 0;
      this.become({ kind: 'live' });
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
    this.pending.fail(new Error(`the session ended: ${reason}`));
    this.become({ kind: 'ended', code, reason });
  }

  private forgetTransport(): void {
    this.transport = undefined;
    this.welcomed = undefined;
    this.parts.clear();
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
