import type { ConnectionListener } from './connection_listener';
import type { GraphEvent } from './editing/graph_event';
import { Predictions } from './editing/predictions';
import { Feed } from './feed';
import { OwnSteps } from './own_steps';
import type { CommandOp } from './pending';
import type {
  Client,
  Commit,
  EventMessage,
  Position,
  Reply,
  SessionPresence,
  Settings,
  Snapshot,
  Welcome
} from './protocol';
import { Replica } from './replica';
import { Signal } from './signal';

/**
 * `loaded`: everything may be different. `changed`: these events were applied, in this order; those
 * that show one's own unanswered commands, and take that back again, are among them.
 */
export type GraphChange = { kind: 'loaded' } | { kind: 'changed'; events: readonly GraphEvent[] };

/**
 * What one knows of a session: the graph, the people, what happened lately. The graph shows one's
 * own commands at once, before they are answered; the feed tells only what has happened.
 */
export class Store implements ConnectionListener {
  readonly replica = new Replica();
  readonly feed = new Feed();
  /** What one may undo. */
  readonly steps = new OwnSteps();
  readonly clients = new Map<string, Client>();
  /** Told once for all that came together. */
  readonly graphChanged = new Signal<GraphChange>();
  /** Every commit, after it was applied. */
  readonly committed = new Signal<Commit>();
  /** A command of one's own was refused, and what it showed is taken back. */
  readonly refused = new Signal<Reply>();
  readonly clientsChanged = new Signal<void>();
  readonly settingsChanged = new Signal<Settings>();
  settings: Settings = { title: '', structure: 'dag', strict_blueprints: false, moments: [] };
  position: Position = { epoch: '', seq: 0, digest: '' };
  /** A reader may look, and change nothing. */
  role: Welcome['role'] = 'reader';
  readonly roleChanged = new Signal<Welcome['role']>();
  /** False until the graph is known, be it an empty one. */
  isLoaded = false;
  private readonly predictions = new Predictions(this, (event) => this.apply(event));
  private applied: GraphEvent[] = [];
  private change: GraphChange['kind'] | undefined;
  private depth = 0;

  frame(take: () => void): void {
    this.depth += 1;
    try {
      take();
    } finally {
      this.depth -= 1;
      if (this.depth === 0) {
        this.finish();
      }
    }
  }

  welcome(message: Welcome): void {
    this.frame(() => {
      this.takeRole(message.role);
      this.steps.become(message.client_id);
      this.clients.clear();
      message.clients.forEach((client) => this.clients.set(client.client_id, client));
      this.clientsChanged.emit();
      this.changeSettings(message.settings);
      if (!this.isLoaded && message.mode !== 'snapshot') {
        this.moveTo({ ...message, seq: 0 });
        this.change = 'loaded';
      }
    });
  }

  snapshot(parts: Snapshot[]): void {
    this.frame(() => {
      if (this.isLoaded) {
        // What was missed may hold steps of one's own.
        this.steps.forget();
      }
      this.replica.load(parts);
      this.moveTo(parts[parts.length - 1]!);
      this.predictions.replaced(this.position.seq);
      this.change = 'loaded';
    });
  }

  reset(): void {
    this.frame(() => {
      this.replica.clear();
      this.steps.forget();
      // Commits of the old history, which answers may have named, do not come any more.
      this.predictions.replaced(Infinity);
      this.isLoaded = false;
      this.change = 'loaded';
    });
  }

  commit(commit: Commit): void {
    this.frame(() => this.takeCommit(commit));
  }

  event(message: EventMessage): void {
    if (message.event === 'session:presence') {
      this.takePresence(message.payload);
    } else {
      this.feed.passing(message);
    }
  }

  asked(op: CommandOp): void {
    this.steps.ask(op);
    this.feed.asked(op, (nodeId) => this.replica.nodes.get(nodeId)?.name);
    this.frame(() => this.predictions.add(op));
  }

  answered(reply: Reply): void {
    this.steps.answer(reply);
    this.frame(() => this.predictions.answer(reply, this.position.seq));
    if (!reply.ok) {
      this.refused.emit(reply);
    }
  }

  abandoned(): void {
    this.steps.abandon();
    this.frame(() => this.predictions.clear());
  }

  private takeCommit(commit: Commit): void {
    const { predictions, replica } = this;
    const events = predictions.makeWay(commit);
    const entries = this.feed.prepare(
      commit,
      (nodeId) => predictions.nameBefore(nodeId) ?? replica.nodes.get(nodeId)?.name
    );
    predictions.confirm(commit, events);
    this.moveTo({ ...commit, epoch: this.position.epoch });
    if (commit.command_type === 'update-settings') {
      this.takeSettings(commit);
    }
    this.feed.add(entries);
    this.steps.note(commit);
    this.committed.emit(commit);
  }

  private apply(event: GraphEvent): void {
    this.replica.apply(event);
    this.applied.push(event);
    this.change ??= 'changed';
  }

  /** Shows again what was taken back, and tells of everything at once. */
  private finish(): void {
    if (this.isLoaded) {
      this.predictions.show();
    }
    const { change, applied } = this;
    this.change = undefined;
    this.applied = [];
    if (change) {
      this.graphChanged.emit(
        change === 'loaded' ? { kind: 'loaded' } : { kind: 'changed', events: applied }
      );
    }
  }

  private moveTo({ epoch, seq, digest }: Position): void {
    this.position = { epoch, seq, digest };
    this.isLoaded = true;
  }

  private takePresence(presence: SessionPresence): void {
    presence.clients.forEach((client) => this.clients.set(client.client_id, client));
    presence.left?.forEach((clientId) => this.clients.delete(clientId));
    this.clientsChanged.emit();
  }

  private takeRole(role: Welcome['role']): void {
    if (role !== this.role) {
      this.role = role;
      this.roleChanged.emit(role);
    }
  }

  private takeSettings(commit: Commit): void {
    for (const record of commit.events) {
      if (record.event === 'command:executed') {
        this.changeSettings({ ...this.settings, ...(record.payload.result as Partial<Settings>) });
      }
    }
  }

  private changeSettings(settings: Settings): void {
    // Other rules, other predictions.
    this.predictions.takeBack();
    this.settings = settings;
    this.settingsChanged.emit(settings);
  }
}
