import type { ConnectionListener } from './connection_listener';
import type { CommandOp } from './pending';
import type { OpenTransport } from './transport';

export interface ConnectionOptions {
  sessionId: string;
  open: OpenTransport;
  listener: ConnectionListener;
  /** Lets a client that was here before go on under its own `client_id`. */
  clientToken?: string;
  /** What that client asked before and was not answered, see `Connection.unanswered`. */
  unanswered?: readonly CommandOp[];
  /** Says why a socket that never opened did not; browsers tell nothing about it. */
  explain?: () => Promise<string | undefined>;
}
