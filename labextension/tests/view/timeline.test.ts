import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Settings } from '../../src/core';
import { HistoryServer } from '../core/history_server';
import { ANA, commit, created, deleted, linked, renamed, welcome } from '../core/memory_sockets';
import { ShownView, showView } from './shown_view';

const BOB = { ...ANA, client_id: 'c-bob', username: 'bob', name: 'Bob', color: '#2980b9' };

let server: HistoryServer;
const openSession = vi.fn<(sessionId: string) => void>();
const shown = showView(() => ({
  history: {
    request: (path, init) => server.request(path, init),
    link: (sessionId, seq) => `http://lab/?graphsync=${sessionId}&graphsync-seq=${seq}`,
    openSession
  }
}));

beforeEach(() => {
  server = new HistoryServer();
  openSession.mockClear();
});

/** Ana adds Lyon and Paris, Bob links and renames, Ana deletes Paris. */
function history(): void {
  server.did([created('n0', 'Lyon')], ANA, '2026-11-12T14:00:00Z');
  server.did([created('n1', 'Paris')], ANA, '2026-11-12T14:01:00Z');
  server.did([linked('n0', 'n1')], BOB, '2026-11-12T14:02:00Z');
  server.did([renamed('n0', 'Lyon', 'Nice')], BOB, '2026-11-12T14:03:00Z');
  const payload = { parent_id: 'n0', child_id: 'n1', timestamp: '' };
  server.did([{ event: 'graph:node-unlinked', payload }, deleted('n1')], ANA, '2026-11-12T14:04:00Z');
}

function happens(seq: number): void {
  shown().server.last.say(server.commits[seq - 1]!);
}

/** The history is known to the page, and its line is open. */
async function opened(): Promise<void> {
  history();
  shown().server.last.say(welcome());
  server.commits.forEach(({ seq }) => happens(seq));
  shown().drawn();
  shown().press('[data-action=show-history]');
  await vi.waitFor(() => shown().find('.graphsync-timeline'));
  await shown().settled();
}

async function slideTo(seq: number): Promise<void> {
  shown().write('.graphsync-slider', String(seq));
  await shown().settled();
}

function labels(): string[] {
  return shown().texts('svg.graphsync-svg text, .graphsync-canvas svg text');
}

function timeline(): string {
  return shown().text('.graphsync-timeline-told');
}

function choose(button: string, item: string): void {
  shown().press(button);
  const row = [...shown().root.querySelectorAll<HTMLElement>('.graphsync-menu-item')].find((one) =>
    one.textContent?.includes(item)
  );
  row!.click();
}

describe('TL the past', () => {
  it('TL1 is shown on the canvas where the slider is put, and marked as past', async () => {
    await opened();

    await slideTo(3);

    expect(labels()).toEqual(['Lyon', 'Paris']);
    expect(shown().root.dataset['time']).toBe('past');
    expect(shown().find('.graphsync-past-badge').hidden).toBe(false);
    expect(shown().text('.graphsync-counts')).toBe('2 nodes · 1 link');
  });

  it('TL2 says when it was, who did what, and says it to those who only hear', async () => {
    await opened();

    await slideTo(4);

    expect(timeline()).toContain('Ana renamed Lyon to Nice'.replace('Ana', 'Bob'));
    expect(timeline()).toContain('12');
    const slider = shown().find('.graphsync-slider');
    expect(slider.getAttribute('aria-valuetext')).toContain('Bob renamed Lyon to Nice');
  });

  it('TL3 stays while others go on, and now is as they left it', async () => {
    await opened();
    await slideTo(2);

    shown().server.last.say(commit(6, created('n9', 'Brest')));
    shown().drawn();
    const before = labels();
    shown().key('.graphsync-canvas', 'Escape');

    expect(before).toEqual(['Lyon', 'Paris']);
    expect(labels()).toEqual(['Nice', 'Brest']);
    expect(shown().root.dataset['time']).toBe('now');
  });

  it('TL4 cannot be edited, and says so', async () => {
    await opened();
    await slideTo(2);
    const sent = shown().server.last.ops('execute').length;

    shown().key('.graphsync-canvas', 'n');

    expect(shown().find<HTMLButtonElement>('[data-action=add-node]').disabled).toBe(true);
    expect(shown().find('[data-action=add-node]').title).toContain('This is the past');
    expect(shown().text('.graphsync-messages')).toContain('This is the past');
    expect(shown().server.last.ops('execute')).toHaveLength(sent);
  });

  it('TL5 is not what the others see: they are told nothing of what is selected there', async () => {
    await opened();
    await slideTo(2);
    const told = shown().server.last.ops('presence').length;

    shown().view.context.selection.set(['n1']);
    shown().drawn();

    expect(shown().server.last.ops('presence')).toHaveLength(told);
  });

  it('TL6 is in outline, counts and search too', async () => {
    await opened();
    await slideTo(2);

    shown().press('[data-panel=outline]');
    shown().drawn();

    expect(shown().text('.graphsync-outline')).toContain('Paris');
    expect(shown().text('.graphsync-outline')).not.toContain('Nice');
  });

  it('TL7 keeps nodes without a shared place where they stand now', async () => {
    await opened();
    const now = shown().view.context.scene.placement.of('n0');

    await slideTo(1);

    expect(shown().view.context.scene.placement.of('n0')).toEqual(now);
  });

  it('TL8 is left by the end of the line', async () => {
    await opened();
    await slideTo(2);

    await slideTo(5);

    expect(shown().root.dataset['time']).toBe('now');
    expect(timeline()).toContain('Now');
  });

  it('TL9 says why it cannot be shown', async () => {
    await opened();
    server.broken = 'graph';

    await slideTo(2);

    expect(timeline()).toContain('the oldest moment is 7');
    expect(labels()).toEqual(['Nice']);
  });

  it('TL10 is shown as text, whatever people wrote', async () => {
    await opened();
    server.did([created('n7', '<img src=x>')], { ...BOB, name: '<b>Bob</b>' });
    happens(6);
    server.did([created('n8')]);
    happens(7);

    await slideTo(6);

    expect(timeline()).toContain('<img src=x>');
    expect(shown().root.querySelector('.graphsync-timeline img')).toBeNull();
  });
});

describe('TL going along', () => {
  it('TL11 steps by arrow keys on the slider, by buttons and by keys', async () => {
    await opened();

    shown().key('.graphsync-slider', 'ArrowLeft');
    await shown().settled();
    const first = shown().find('.graphsync-timeline').dataset['moment'];
    shown().key('.graphsync-canvas', ',');
    await shown().settled();
    const second = shown().find('.graphsync-timeline').dataset['moment'];
    shown().press('[aria-label="To the next change (.)"]');
    await shown().settled();

    expect([first, second, shown().find('.graphsync-timeline').dataset['moment']]).toEqual([
      '4',
      '3',
      '4'
    ]);
  });

  it('TL12 steps only to what one person did, where that is asked for', async () => {
    await opened();
    shown().write('[aria-label="Whose changes"]', 'ana');
    await shown().settled();
    await slideTo(4);

    shown().key('.graphsync-slider', 'ArrowLeft');
    await shown().settled();

    expect(shown().find('.graphsync-timeline').dataset['moment']).toBe('2');
  });

  it('TL13 steps only to what concerns the selected nodes, where that is asked for', async () => {
    await opened();
    shown().view.context.selection.set(['n0']);
    shown().drawn();
    shown().press('[aria-label="Only changes of the selected nodes"]');
    await shown().settled();

    shown().key('.graphsync-slider', 'ArrowLeft');
    await shown().settled();
    shown().key('.graphsync-slider', 'ArrowLeft');
    await shown().settled();

    expect(shown().find('.graphsync-timeline').dataset['moment']).toBe('3');
  });

  it('TL14 plays from the beginning to now', async () => {
    await opened();

    shown().key('.graphsync-canvas', 'k');
    await shown().settled();
    const began = shown().root.dataset['time'];
    await vi.advanceTimersByTimeAsync(4_000);

    expect(began).toBe('past');
    expect(shown().root.dataset['time']).toBe('now');
    expect(labels()).toEqual(['Nice']);
  });
});

describe('TL deeds', () => {
  it('TL15 restores the whole graph by one request, and goes back to now', async () => {
    await opened();
    await slideTo(3);

    choose('[aria-label=Restore]', 'whole graph');
    await shown().settled();

    expect(server.of('restore').map(({ body }) => body['seq'])).toEqual([3]);
    expect(shown().root.dataset['time']).toBe('now');
    expect(shown().text('.graphsync-messages')).toContain('Undo takes that back');
  });

  it('TL16 restores only the nodes that are selected', async () => {
    await opened();
    await slideTo(3);
    shown().view.context.selection.set(['n1']);
    shown().drawn();

    choose('[aria-label=Restore]', '1 selected node');
    await shown().settled();

    expect(server.of('restore').map(({ body }) => body['node_ids'])).toEqual([['n1']]);
  });

  it('TL17 names a moment, and lists those that have a name', async () => {
    await opened();
    await slideTo(3);
    choose('[aria-label="Moments with a name"]', 'Name this moment');
    shown().write('.graphsync-name-field input', 'before the review');
    shown().press('.graphsync-name-field [aria-label=Save]');
    await shown().settled();
    const moments = [{ seq: 3, name: 'before the review', timestamp: null }];
    const settings = { title: 'Demo', structure: 'dag', strict_blueprints: false, moments } as Settings;
    shown().session.store.settings = settings;
    shown().session.store.settingsChanged.emit(settings);
    shown().drawn();

    expect(server.of('moments')[0]?.body).toEqual({ seq: 3, name: 'before the review' });
    expect(shown().find('.graphsync-flag').title).toBe('before the review');
    expect(timeline()).toContain('before the review');
  });

  it('TL18 begins a session with what was, and shows it', async () => {
    await opened();
    await slideTo(3);

    choose('[aria-label="More about this moment"]', 'New session');
    await shown().settled();

    expect(server.of('sessions')[0]?.body).toMatchObject({ from: { session_id: 'demo', seq: 3 } });
    expect(openSession).toHaveBeenCalledWith('another');
  });

  it('TL19 says what has changed since', async () => {
    await opened();
    await slideTo(3);

    shown().press('[aria-label="Mark what has changed since"]');
    await shown().settled();

    expect(timeline()).toContain('0 added, 1 changed, 1 removed');
  });

  it('TL20 shows the moment that a link names', async () => {
    history();
    shown().server.last.say(welcome());
    server.commits.forEach(({ seq }) => happens(seq));
    shown().drawn();

    await shown().view.time.showMoment(2);
    await shown().settled();

    expect(labels()).toEqual(['Lyon', 'Paris']);
  });
});

it('TL21 a page that reaches no server says so', async () => {
  shown().view.dispose();
  const alone = new ShownView();
  alone.server.last.say(welcome());
  alone.drawn();

  alone.press('[data-action=show-history]');

  expect(alone.text('.graphsync-messages')).toContain('which this page does not reach');
  alone.view.dispose();
});
