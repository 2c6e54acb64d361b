import { Predictions } from './editing/predictions';
import { Feed } from './feed';
import type { HistoryListener } from './history';
import type { CommandOp } from './pending';
import type {
  Client,
  Commit,
  EventMessage,
  EventRecord,
  Position,
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
export type GraphChange = { kind: 'loaded' } | { kind: 'changed'; events: readonly EventRecord[] };

/**
 * What one knows of a session: the graph, the people, what happened lately. The graph is what the
 * server has confirmed and, on top of it, what one's own unanswered commands are expected to do.
 */
export class Store implements HistoryListener {
  readonly replica = new Replica();
  readonly feed = new Feed();
  readonly clients = new Map<string, Client>();
  readonly graphChanged = new Signal<GraphChange>();
  /** Every commit, after it was applied. */
  readonly committed = new Signal<Commit>();
  readonly clientsChanged = new Signal<void>();
  readonly settingsChanged = new Signal<Settings>();
  settings: Settings = { title: '', structure: 'dag', strict_blueprints: false };
  position: Position = { epoch: '', seq: 0, digest: '' };
  role: Welcome['role'] = 'reader';
  /** False until the graph is known, be it an empty one. */
  isLoaded = false;
  private readonly predictions = new Predictions(this.replica, () => this.settings);
  private applied: EventRecord[] = [];
  private isReplaced = false;

  welcome(message: Welcome): void {
    this.role = message.role;
    this.clients.clear();
    message.clients.forEach((client) => this.clients.set(client.client_id, client));
    this.clientsChanged.emit();
    this.changeSettings(message.settings);
    if (!this.isLoaded && message.mode !== 'snapshot') {
      this.moveTo({ ...message, seq: 0 });
      this.isReplaced = true;
    }
  }

  snapshot(parts: Snapshot[]): void {
    this.predictions.forgetDrafts();
    this.replica.load(parts);
    this.moveTo(parts[parts.length - 1]!);
    this.isReplaced = true;
  }

  reset(): void {
    this.predictions.forgetDrafts();
    this.replica.clear();
    this.isLoaded = false;
    this.isReplaced = true;
  }

  commit(commit: Commit): void {
    if (this.predictions.confirm(commit)) {
      this.feed.add(this.feed.prepare(commit, this.replica));
    } else {
      this.note(this.predictions.hide());
      this.predictions.drop(commit.command_id);
      const entries = this.feed.prepare(commit, this.replica);
      commit.events.forEach((record) => this.replica.apply(record));
      this.note(commit.events);
      this.feed.add(entries);
    }
    this.moveTo({ ...commit, epoch: this.position.epoch });
    if (commit.command_type === 'update-settings') {
      this.takeSettings(commit);
    }
    this.committed.emit(commit);
  }

  given(op: CommandOp): void {
    this.note(this.predictions.add(op));
    this.settle();
  }

  answered(commandId: string): void {
    if (this.predictions.drop(commandId)) {
      this.note(this.predictions.hide());
    }
  }

  /** Shows again what is still waited for, and tells what has changed since it was told last. */
  settle(): void {
    this.note(this.predictions.showAgain());
    const { applied, isReplaced } = this;
    this.applied = [];
    this.isReplaced = false;
    if (isReplaced) {
      this.graphChanged.emit({ kind: 'loaded' });
    } else if (applied.length > 0) {
      this.graphChanged.emit({ kind: 'changed', events: applied });
    }
  }

  event(message: EventMessage): void {
    if (message.event === 'session:presence') {
      this.takePresence(message.payload);
    } else {
      this.feed.passing(message);
    }
  }

  private note(events: readonly EventRecord[]): void {
    for (const record of events) {
      this.applied.push(record);
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

  private takeSettings(commit: Commit): void {
    for (const record of commit.events) {
      if (record.event === 'command:executed') {
        this.changeSettings({ ...this.settings, ...(record.payload.result as Partial<Settings>) });
      }
    }
  }

  private changeSettings(settings: Settings): void {
    this.settings = settings;
    this.settingsChanged.emit(settings);
  }
}
