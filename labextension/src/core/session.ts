import { Connection, type ConnectionOptions } from './connection';
import { Store } from './store';

export type SessionOptions = Omit<ConnectionOptions, 'listener'>;

/** One session as a page knows it: one store, kept up to date by one connection. */
export class Session {
  readonly store = new Store();
  readonly connection: Connection;

  constructor(readonly options: SessionOptions) {
    this.connection = new Connection({ ...options, listener: this.store });
  }

  get sessionId(): string {
    return this.options.sessionId;
  }
}
