import { Feed } from './feed';
import type { HistoryListener } from './history';
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

/** `loaded`: everything may be different. `committed`: these events were applied, in this order. */
export type GraphChange =
  { kind: 'loaded' } | { kind: 'committed'; events: readonly EventRecord[]; commit: Commit };

/** What one knows of a session: the graph, the people, what happened lately. */
export class Store implements HistoryListener {
  readonly replica = new Replica();
  readonly feed = new Feed();
  readonly clients = new Map<string, Client>();
  readonly graphChanged = new Signal<GraphChange>();
  readonly clientsChanged = new Signal<void>();
  readonly settingsChanged = new Signal<Settings>();
  settings: Settings = { title: '', structure: 'dag', strict_blueprints: false };
  position: Position = { epoch: '', seq: 0, digest: '' };
  role: Welcome['role'] = 'reader';
  /** False until the graph is known, be it an empty one. */
  isLoaded = false;

  welcome(message: Welcome): void {
    this.role = message.role;
    this.clients.clear();
    message.clients.forEach((client) => this.clients.set(client.client_id, client));
    this.clientsChanged.emit();
    this.changeSettings(message.settings);
    if (!this.isLoaded && message.mode !== 'snapshot') {
      this.moveTo({ ...message, seq: 0 });
      this.graphChanged.emit({ kind: 'loaded' });
    }
  }

  snapshot(parts: Snapshot[]): void {
    this.replica.load(parts);
    this.moveTo(parts[parts.length - 1]!);
    this.graphChanged.emit({ kind: 'loaded' });
  }

  reset(): void {
    this.replica.clear();
    this.isLoaded = false;
    this.graphChanged.emit({ kind: 'loaded' });
  }

  commit(commit: Commit): void {
    const entries = this.feed.prepare(commit, this.replica);
    commit.events.forEach((record) => this.replica.apply(record));
    this.moveTo({ ...commit, epoch: this.position.epoch });
    if (commit.command_type === 'update-settings') {
      this.takeSettings(commit);
    }
    this.graphChanged.emit({ kind: 'committed', events: commit.events, commit });
    this.feed.add(entries);
  }

  event(message: EventMessage): void {
    if (message.event === 'session:presence') {
      this.takePresence(message.payload);
    } else {
      this.feed.passing(message);
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
