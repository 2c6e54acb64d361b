import { describe, expect, it } from 'vitest';
import { AT, commit, created, linked, welcome } from '../core/memory_sockets';
import { showView } from './shown_view';

const EVIL = '<img src=x onerror=alert(1)>';

const shown = showView();

function labels(): string[] {
  return shown().texts('svg text');
}

describe('the picture', () => {
  it('shows nodes with their names, and says how many', async () => {
    await shown().ready('Lyon', 'Paris');

    expect(labels()).toEqual(['Lyon', 'Paris']);
    expect(shown().text('.graphsync-counts')).toBe('2 nodes · 0 links');
    expect({ ...shown().root.dataset }).toMatchObject({
      graphsyncState: 'live',
      seq: '1',
      nodeCount: '2',
      linkCount: '0',
      renderer: 'svg'
    });
  });

  it('follows what others do', async () => {
    await shown().ready('Lyon', 'Paris');
    shown().server.last.say(commit(2, linked('n0', 'n1'), created('n2', 'Nice')));
    shown().drawn();

    expect(shown().root.querySelectorAll('svg line')).toHaveLength(1);
    expect(labels()).toContain('Nice');
  });

  it('knows where a node is on the screen', async () => {
    await shown().ready('Lyon');

    expect(shown().view.renderer!.screenPosition('n0')).toEqual({ x: 400, y: 200 });
    expect(shown().view.renderer!.screenPosition('nobody')).toBeUndefined();
  });

  it('shows what is known about a node that is clicked, and tells the others', async () => {
    await shown().ready('Lyon');
    shown()
      .root.querySelector('circle')!
      .dispatchEvent(new MouseEvent('click', { bubbles: true }));
    shown().drawn();

    expect(shown().find<HTMLTextAreaElement>('[aria-label="Name"]').value).toBe('Lyon');
    expect(shown().server.last.ops('presence')).toMatchObject([{ selection: ['n0'] }]);
  });
});

describe('what stands where there is no picture', () => {
  it('says that it waits', () => {
    expect(shown().text('.graphsync-notice')).toContain('Connecting');
  });

  it('says how to begin', () => {
    shown().server.last.say(welcome());
    shown().drawn();

    expect(shown().text('.graphsync-notice')).toContain('Nothing here yet');
    expect(shown().text('.graphsync-notice code')).toBe('g.add_node("Lyon", "city")');
  });

  it('says why it ended, and connects again when it is asked to', () => {
    shown().server.last.cut(4510, 'another socket took over this client');
    shown().drawn();
    shown().root.querySelector<HTMLButtonElement>('.graphsync-notice button')!.click();

    expect(shown().text('.graphsync-notice')).toContain('Another socket took over this client.');
    expect(shown().connectAgain).toHaveBeenCalledOnce();
  });

  it('leaves the picture alone while the line is down', async () => {
    await shown().ready('Lyon');
    shown().server.last.cut();
    shown().drawn();

    expect(shown().text('.graphsync-status')).toBe('Reconnecting…');
    expect(shown().root.querySelector<HTMLElement>('.graphsync-notice')!.hidden).toBe(true);
    expect(labels()).toEqual(['Lyon']);
  });
});

it('shows text from people as text, everywhere', async () => {
  await shown().ready(EVIL);
  const client = { username: EVIL, name: EVIL, color: '"><script>', origin: 'browser' as const };
  const rest = { selection: ['n0'], pointer: null, dragging: {}, editing: null };
  const payload = { clients: [{ client_id: 'c9', ...client, ...rest }], timestamp: AT };
  shown().server.last.say({ type: 'event', event: 'session:presence', payload });
  shown().server.last.say({
    ...commit(2, created('x', EVIL)),
    actor: { client_id: 'c9', ...client }
  });
  shown()
    .root.querySelector('circle')!
    .dispatchEvent(new MouseEvent('click', { bubbles: true }));
  shown().drawn();

  expect(shown().root.querySelector('img, script')).toBeNull();
  expect(shown().text('.graphsync-feed')).toContain('<img');
  expect(shown().text('.graphsync-people-panel')).toContain('<img');
  expect(shown().find<HTMLTextAreaElement>('[aria-label="Name"]').value).toBe(EVIL);
});

it('leaves nothing behind', async () => {
  await shown().ready('Lyon');
  shown().view.dispose();
  shown().server.last.say(commit(2, created('n1')));
  shown().drawn();

  expect(document.querySelector('.graphsync-view')).toBeNull();
});
