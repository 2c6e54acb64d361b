import { Connection, type ConnectionOptions } from './connection';
import { Store } from './store';
import type { Transport } from './transport';

export type SessionOptions = Omit<ConnectionOptions, 'listener'>;

/** One session as a page knows it: one store, kept up to date by one connection. */
export class Session {
  readonly store = new Store();
  readonly connection: Connection;
  private transport: Transport | undefined;

  constructor(readonly options: SessionOptions) {
    if (options.clientToken !== undefined) {
      // Somebody who comes back may have done something before.
      this.store.steps.forget();
    }
    this.connection = new Connection({
      ...options,
      open: (query, listener) => (this.transport = options.open(query, listener)),
      listener: this.store
    });
  }

  get sessionId(): string {
    return this.options.sessionId;
  }

  /** What stands between here and the server, in words; nothing where the way is straight. */
  get via(): string | undefined {
    return this.transport?.via;
  }
}
