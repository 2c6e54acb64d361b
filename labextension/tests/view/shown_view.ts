import { afterEach, beforeEach, vi } from 'vitest';
import { Session, type BlueprintType, type Client } from '../../src/core';
import { GraphView, type GraphViewOptions } from '../../src/view/graph_view';
import { SvgRenderer } from '../../src/view/svg_renderer';
import type { Theme } from '../../src/view/theme';
import { MemoryServer, commit, created, welcome } from '../core/memory_sockets';

/** A view of a session on a server in memory, drawn as SVG in an element of 800 × 400 pixels. */
export class ShownView {
  readonly server = new MemoryServer();
  readonly session = new Session({ sessionId: 'demo', open: this.server.open });
  readonly connectAgain = vi.fn<() => void>();
  readonly view: GraphView;

  constructor(more: Partial<GraphViewOptions> = {}) {
    const container = document.createElement('div');
    document.body.replaceChildren(container);
    const makeRenderer = (root: HTMLElement, theme: Theme) => new SvgRenderer(root, theme);
    const options = { connectAgain: this.connectAgain, makeRenderer, isInPage: false, ...more };
    this.view = new GraphView(this.session, container, options);
    this.drawn();
  }

  get root(): HTMLElement {
    return this.view.root;
  }

  /** Lets a few frames pass. */
  drawn(): void {
    vi.advanceTimersByTime(100);
  }

  /** Lets some time pass. */
  pass(milliseconds: number): void {
    vi.advanceTimersByTime(milliseconds);
  }

  /** Lets promises that were kept be noticed, and what follows be drawn. */
  async settled(): Promise<void> {
    await vi.advanceTimersByTimeAsync(100);
  }

  /** Somebody defines a type. */
  define(type: Partial<BlueprintType> & { blueprint_type_id: string }): void {
    const blueprint_type = { allowed_children: null, style: {}, ...type };
    const payload = { blueprint_type, timestamp: '' };
    const { seq } = this.session.store.position;
    this.server.last.say(commit(seq + 1, { event: 'graph:blueprint-defined', payload }));
    this.drawn();
  }

  /** Nodes `n0`, `n1` … with these names are in the graph, and drawn. */
  async ready(...names: string[]): Promise<void> {
    this.server.last.say(welcome());
    this.server.last.say(commit(1, ...names.map((name, index) => created(`n${index}`, name))));
    await vi.advanceTimersByTimeAsync(50);
  }

  /** Somebody comes, or does something that the others see. */
  present(client: Partial<Client> & { client_id: string }): void {
    const base = { username: 'bob', name: 'Bob', color: '#2980b9', origin: 'browser' as const };
    const rest = { selection: [], pointer: null, dragging: {}, editing: null };
    const payload = { clients: [{ ...base, ...rest, ...client }], timestamp: '' };
    this.server.last.say({ type: 'event', event: 'session:presence', payload });
    this.drawn();
  }

  find<E extends HTMLElement = HTMLElement>(selector: string): E {
    const found = this.root.querySelector<E>(selector);
    if (!found) {
      throw new Error(`there is no ${selector}`);
    }
    return found;
  }

  text(selector: string): string {
    return this.root.querySelector(selector)?.textContent ?? '';
  }

  texts(selector: string): string[] {
    return [...this.root.querySelectorAll(selector)].map((found) => found.textContent ?? '');
  }

  press(selector: string): void {
    this.find(selector).click();
    this.drawn();
  }

  write(selector: string, value: string): void {
    const field = this.find<HTMLInputElement | HTMLSelectElement>(selector);
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
    this.drawn();
  }

  key(selector: string, key: string, held: KeyboardEventInit = {}): void {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...held });
    this.find(selector).dispatchEvent(event);
    this.drawn();
  }
}

/** Shows a view before each test of a file, with a clock that only the test moves. */
export function showView(more: () => Partial<GraphViewOptions> = () => ({})): () => ShownView {
  let shown: ShownView;
  beforeEach(() => {
    vi.useFakeTimers();
    localStorage.clear();
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(800);
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(400);
    vi.stubGlobal('ResizeObserver', ObserverOfAll);
    vi.stubGlobal('IntersectionObserver', ObserverOfAll);
    shown = new ShownView(more());
  });
  afterEach(() => {
    shown.view.dispose();
    shown.session.connection.close();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
  return () => shown;
}

/** Tells at once that everything has a size and is in sight. */
class ObserverOfAll {
  constructor(private told: (entries: { isIntersecting: boolean }[]) => void) {}
  observe(): void {
    queueMicrotask(() => this.told([{ isIntersecting: true }]));
  }
  disconnect(): void {
    this.told = () => undefined;
  }
}
