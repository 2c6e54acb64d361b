import { vi } from 'vitest';
import type { KernelMessage } from '../../src/widget/kernel_end';
import type { GraphWidgetModel } from '../../src/widget/model';

interface Told {
  readonly type: string;
  readonly id: string;
  readonly [field: string]: unknown;
}

/** A widget's model whose kernel lives in memory: what views send is kept, and it can answer. */
export class MemoryKernel implements GraphWidgetModel {
  readonly told: Told[] = [];
  readonly save_changes = vi.fn<() => void>();
  private readonly traits = new Map<string, unknown>();
  private readonly heard = new Map<string, Set<(message: never) => void>>();

  constructor(traits: Record<string, unknown> = {}) {
    Object.entries(traits).forEach(([name, value]) => this.traits.set(name, value));
  }

  get(trait: string): unknown {
    return this.traits.get(trait);
  }

  set(trait: string, value: unknown): void {
    this.traits.set(trait, value);
    this.emit(`change:${trait}`);
  }

  on(event: string, hear: (message: never) => void): void {
    this.heard.set(event, (this.heard.get(event) ?? new Set()).add(hear));
  }

  off(event: string, hear: (message: never) => void): void {
    this.heard.get(event)?.delete(hear);
  }

  send(message: unknown): void {
    this.told.push(message as Told);
  }

  /** Says something to all views. */
  say(message: KernelMessage): void {
    this.emit('msg:custom', message);
  }

  of(type: string): Told[] {
    return this.told.filter((message) => message.type === type);
  }

  private emit(event: string, message?: unknown): void {
    [...(this.heard.get(event) ?? [])].forEach((hear) => hear(message as never));
  }
}
