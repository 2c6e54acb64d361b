import { AT, commit, linked } from '../core/memory_sockets';
import type { EventRecord } from '../../src/core';
import type { ShownView } from './shown_view';

const CANVAS = '.graphsync-canvas';

/** What somebody does in a view with keys, and what they see. */
export class Hands {
  constructor(private readonly shown: () => ShownView) {}

  get canvas(): HTMLElement {
    return this.shown().find(CANVAS);
  }

  /** Presses keys where the focus is, as `Mod+Shift+Z` names them. */
  press(...all: string[]): void {
    for (const keys of all) {
      const parts = keys.split('+');
      const key = parts.pop()!;
      const held = {
        ctrlKey: parts.includes('Mod'),
        shiftKey: parts.includes('Shift'),
        altKey: parts.includes('Alt')
      };
      const written = key.length === 1 && !held.shiftKey ? key.toLowerCase() : key;
      const event = { key: written, bubbles: true, cancelable: true, composed: true, ...held };
      document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', event));
      this.shown().drawn();
    }
  }

  /** Writes in the field that has the focus. */
  write(text: string): void {
    const field = document.activeElement as HTMLInputElement;
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }

  /** Gives off the form that popped up, as Enter does. */
  submit(): void {
    const form = this.shown().find('.graphsync-popup form');
    form.dispatchEvent(new Event('submit', { cancelable: true }));
    this.shown().drawn();
  }

  add(name: string): void {
    this.write(name);
    this.submit();
  }

  select(...nodeIds: string[]): void {
    this.shown().view.context.selection.set(nodeIds);
    this.shown().drawn();
  }

  /** Does what an action is for; returns whether that was possible. */
  run(actionId: string): boolean {
    const isDone = this.shown().view.context.actions.run(actionId);
    this.shown().drawn();
    return isDone;
  }

  names(): string[] {
    return [...this.shown().session.store.replica.nodes.values()].map(({ name }) => name);
  }

  links(): string[] {
    const { replica } = this.shown().session.store;
    const nameOf = (nodeId: string): string => replica.nodes.get(nodeId)!.name;
    return [...replica.links()].map(
      ({ parentId, childId }) => `${nameOf(parentId)} > ${nameOf(childId)}`
    );
  }

  selected(): string[] {
    const { nodes } = this.shown().session.store.replica;
    return [...this.shown().view.context.selection.nodeIds].map((id) => nodes.get(id)!.name);
  }

  /** The types of the commands that were sent. */
  sent(): string[] {
    return this.shown()
      .server.last.ops('execute')
      .map((op) => op.command_type);
  }

  /** The sentences over the canvas. */
  said(): string {
    return this.shown().text('.graphsync-messages');
  }

  /** Lyon above Paris and Nice, and Oslo alone; the canvas has the focus. */
  async family(): Promise<void> {
    await this.shown().ready('Lyon', 'Paris', 'Nice', 'Oslo');
    const places = { n0: [0, 0], n1: [0, 90], n2: [120, 90], n3: [240, 0] };
    const placed = Object.entries(places).map(([nodeId, place]) => placedAt(nodeId, place));
    const links = [linked('n0', 'n1'), linked('n0', 'n2')];
    this.shown().server.last.say(commit(2, ...links, ...placed));
    this.shown().drawn();
    this.canvas.focus();
  }
}

function placedAt(node_id: string, new_value: number[]): EventRecord {
  const payload = { node_id, property_id: '_position', old_value: null, new_value, timestamp: AT };
  return { event: 'graph:property-changed', payload };
}
