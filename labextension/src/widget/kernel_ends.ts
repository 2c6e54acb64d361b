import type { OpenTransport } from '../core';
import type { KernelEnd } from './kernel_end';

/** The kernels that the widgets on a page can ask, by the session that they show. */
export class KernelEnds {
  private readonly bySession = new Map<string, KernelEnd[]>();

  /** Adds a widget's kernel; returns what takes it out again. */
  add(sessionId: string, end: KernelEnd): () => void {
    this.bySession.set(sessionId, [...this.of(sessionId), end]);
    return () => {
      const others = this.of(sessionId).filter((other) => other !== end);
      this.bySession.set(sessionId, others);
      end.dispose();
    };
  }

  /** Opens by the kernel of the newest widget of the session; closes at once where there is none. */
  to(sessionId: string): OpenTransport {
    return (query, listener) => {
      const newest = this.of(sessionId).pop();
      if (newest) {
        return newest.open(query, listener);
      }
      // Not before it is returned: whoever opens it has to know which one is closed.
      queueMicrotask(() => listener.closed(1006, ''));
      return { send: () => undefined, close: () => undefined };
    };
  }

  private of(sessionId: string): KernelEnd[] {
    return [...(this.bySession.get(sessionId) ?? [])];
  }
}
