import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Session } from '../../src/core';
import { GraphView } from '../../src/view/graph_view';
import { SvgRenderer } from '../../src/view/svg_renderer';
import { ANA, AT, MemoryServer, commit, created, linked, welcome } from '../core/memory_sockets';

const EVIL = '<img src=x onerror=alert(1)>';

let server: MemoryServer;
let session: Session;
let view: GraphView;
let connectAgain: ReturnType<typeof vi.fn<() => void>>;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(800);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(400);
  vi.stubGlobal('ResizeObserver', ObserverOfAll);
  vi.stubGlobal('IntersectionObserver', ObserverOfAll);
  server = new MemoryServer();
  session = new Session({ sessionId: 'demo', open: server.open });
  connectAgain = vi.fn();
  const container = document.createElement('div');
  document.body.replaceChildren(container);
  const makeRenderer = (root: HTMLElement, theme: ConstructorParameters<typeof SvgRenderer>[1]) =>
    new SvgRenderer(root, theme);
  view = new GraphView(session, container, { connectAgain, makeRenderer, isInPage: false });
  drawn();
});

afterEach(() => {
  view.dispose();
  session.connection.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

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

function drawn(): void {
  vi.advanceTimersByTime(50);
}

async function ready(...names: string[]): Promise<void> {
  server.last.say(welcome());
  server.last.say(commit(1, ...names.map((name, index) => created(`n${index}`, name))));
  await vi.advanceTimersByTimeAsync(50);
}

function text(selector: string): string {
  return view.root.querySelector(selector)?.textContent ?? '';
}

function labels(): string[] {
  return [...view.root.querySelectorAll('svg text')].map((label) => label.textContent ?? '');
}

describe('the picture', () => {
  it('shows nodes with their names, and says how many', async () => {
    await ready('Lyon', 'Paris');

    expect(labels()).toEqual(['Lyon', 'Paris']);
    expect(text('.graphsync-counts')).toBe('2 nodes · 0 links');
    expect({ ...view.root.dataset }).toMatchObject({
      graphsyncState: 'live',
      seq: '1',
      nodeCount: '2',
      linkCount: '0',
      renderer: 'svg'
    });
  });

  it('follows what others do', async () => {
    await ready('Lyon', 'Paris');
    server.last.say(commit(2, linked('n0', 'n1'), created('n2', 'Nice')));
    drawn();

    expect(view.root.querySelectorAll('svg line')).toHaveLength(1);
    expect(labels()).toContain('Nice');
  });

  it('knows where a node is on the screen', async () => {
    await ready('Lyon');

    expect(view.renderer!.screenPosition('n0')).toEqual({ x: 400, y: 200 });
    expect(view.renderer!.screenPosition('nobody')).toBeUndefined();
  });

  it('shows what is known about a node that is clicked, and tells the others', async () => {
    await ready('Lyon');
    view.root.querySelector('circle')!.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    vi.advanceTimersByTime(100);

    expect(text('.graphsync-card')).toContain('Lyon');
    expect(server.last.ops('presence')).toMatchObject([{ selection: ['n0'] }]);
  });
});

describe('what stands where there is no picture', () => {
  it('says that it waits', () => {
    expect(text('.graphsync-notice')).toContain('Connecting');
  });

  it('says how to begin', () => {
    server.last.say(welcome());
    drawn();

    expect(text('.graphsync-notice')).toContain('Nothing here yet');
    expect(text('.graphsync-notice code')).toBe('g.add_node("Lyon", "city")');
  });

  it('says why it ended, and connects again when it is asked to', () => {
    server.last.cut(4510, 'another socket took over this client');
    drawn();
    view.root.querySelector<HTMLButtonElement>('.graphsync-notice button')!.click();

    expect(text('.graphsync-notice')).toContain('Another socket took over this client.');
    expect(connectAgain).toHaveBeenCalledOnce();
  });

  it('leaves the picture alone while the line is down', async () => {
    await ready('Lyon');
    server.last.cut();
    drawn();

    expect(text('.graphsync-status')).toBe('Reconnecting…');
    expect(view.root.querySelector<HTMLElement>('.graphsync-notice')!.hidden).toBe(true);
    expect(labels()).toEqual(['Lyon']);
  });
});

describe('the feed', () => {
  function rows(): string[] {
    return [...view.root.querySelectorAll('.graphsync-feed-text')].map((row) => row.textContent);
  }

  it('tells what happened in sentences, newest first', async () => {
    await ready('Lyon', 'Paris');
    server.last.say(commit(2, linked('n0', 'n1')));
    drawn();

    expect(rows()[0]).toBe('Ana linked Lyon to Paris');
    expect(rows()[2]).toBe('Ana added Lyon (city)');
  });

  it('says which command was undone', async () => {
    await ready('Lyon');
    const payload = { command_id: 'k0', command_type: 'create-node', timestamp: AT };
    server.last.say(
      commit(2, { event: 'command:executed', payload }),
      commit(3, { event: 'command:undo', payload: { command_id: 'k0', timestamp: AT } })
    );
    drawn();

    expect(rows()[0]).toBe('Ana undid create-node');
  });

  it('marks failures', async () => {
    await ready('Lyon');
    const payload = { command_id: 'k', command_type: 'link-node', error: 'cycle', timestamp: AT };
    server.last.say({ type: 'event', event: 'command:failed', payload, actor: ANA });
    drawn();

    const row = view.root.querySelector('.graphsync-feed-row')!;
    expect(row.classList).toContain('graphsync-tone-failure');
    expect(row.getAttribute('data-event')).toBe('command:failed');
  });

  it('keeps 200 rows', async () => {
    await ready('Lyon');
    const many = Array.from({ length: 250 }, (_, index) => created(`m${index}`));
    server.last.say(commit(2, ...many));
    drawn();

    expect(rows()).toHaveLength(200);
  });
});

it('shows text from people as text, everywhere', async () => {
  await ready(EVIL);
  const client = { username: EVIL, name: EVIL, color: '"><script>', origin: 'browser' as const };
  const rest = { selection: ['n0'], pointer: null, dragging: {}, editing: null };
  const payload = { clients: [{ client_id: 'c9', ...client, ...rest }], timestamp: AT };
  server.last.say({ type: 'event', event: 'session:presence', payload });
  server.last.say({ ...commit(2, created('x', EVIL)), actor: { client_id: 'c9', ...client } });
  view.root.querySelector('circle')!.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  drawn();

  expect(view.root.querySelector('img, script')).toBeNull();
  expect(text('.graphsync-feed')).toContain('<img');
  expect(text('.graphsync-people')).toContain('<img');
  expect(text('.graphsync-card')).toContain(EVIL);
});

it('leaves nothing behind', async () => {
  await ready('Lyon');
  view.dispose();
  server.last.say(commit(2, created('n1')));
  drawn();

  expect(document.querySelector('.graphsync-view')).toBeNull();
});
