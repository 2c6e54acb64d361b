import { newId } from '../core/ids';
import type { OpenTransport, Transport, TransportListener } from '../core';

/** What a kernel says to the views of a widget; `id` names one connection of one view. */
export type KernelMessage =
  | { type: 'opened'; id: string }
  | { type: 'frame'; id: string; text: string; more: boolean }
  | { type: 'closed'; id: string; code: number; reason: string }
  | { type: 'arrange'; id: string };

/** What is used of a widget's model to speak with its kernel. */
export interface KernelModel {
  send(message: unknown): void;
  on(event: 'msg:custom', hear: (message: KernelMessage) => void): void;
  off(event: 'msg:custom', hear: (message: KernelMessage) => void): void;
}

const BROKEN = 1006;
const ANSWER_MS = 15_000;
const ALIVE_MS = 20_000;

/** A widget's kernel as a way to the server: it relays the frames of the view's connections. */
export class KernelEnd {
  private readonly relayed = new Set<RelayedTransport>();

  constructor(private readonly model: KernelModel) {}

  readonly open: OpenTransport = (query, listener) => {
    const transport = new RelayedTransport(this.model, query, {
      ...listener,
      closed: (code, reason) => {
        this.relayed.delete(transport);
        listener.closed(code, reason);
      }
    });
    this.relayed.add(transport);
    transport.start();
    return transport;
  };

  /** The view goes, and with it its line to the kernel. */
  dispose(): void {
    [...this.relayed].forEach((transport) => transport.breakOff('its output was taken away'));
  }
}

class RelayedTransport implements Transport {
  readonly via = 'through the kernel';
  private readonly id = newId();
  private text = '';
  private isOver = false;
  private readonly patience: ReturnType<typeof setTimeout>;
  private readonly alive: ReturnType<typeof setInterval>;

  constructor(
    private readonly model: KernelModel,
    private readonly query: URLSearchParams,
    private readonly listener: TransportListener
  ) {
    const silence = 'the kernel does not answer; it may be busy, or gone';
    this.patience = setTimeout(() => this.breakOff(silence), ANSWER_MS);
    this.alive = setInterval(() => this.tell({ type: 'alive' }), ALIVE_MS);
  }

  start(): void {
    this.model.on('msg:custom', this.hear);
    this.tell({ type: 'open', query: Object.fromEntries(this.query) });
  }

  send(text: string): void {
    this.tell({ type: 'frame', text });
  }

  close(): void {
    this.tell({ type: 'close' });
    this.end(1000, '');
  }

  breakOff(reason: string): void {
    this.tell({ type: 'close' });
    this.end(BROKEN, reason);
  }

  private tell(message: object): void {
    try {
      this.model.send({ ...message, id: this.id });
    } catch {
      // Of a kernel that is gone one hears nothing more, which is noticed as silence.
    }
  }

  private readonly hear = (message: KernelMessage): void => {
    if (message.id !== this.id) {
      return;
    }
    switch (message.type) {
      case 'opened':
        clearTimeout(this.patience);
        return this.listener.opened();
      case 'frame':
        return this.receive(message.text, message.more);
      case 'closed':
        return this.end(message.code, message.reason);
      case 'arrange':
        return;
      default: {
        const missing: never = message;
        return missing;
      }
    }
  };

  private receive(text: string, isPart: boolean): void {
    this.text += text;
    if (!isPart) {
      const whole = this.text;
      this.text = '';
      this.listener.received(whole);
    }
  }

  private end(code: number, reason: string): void {
    if (!this.isOver) {
      this.isOver = true;
      clearTimeout(this.patience);
      clearInterval(this.alive);
      this.model.off('msg:custom', this.hear);
      this.listener.closed(code, reason);
    }
  }
}
