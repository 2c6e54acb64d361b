import { describe, expect, it } from 'vitest';
import type { Settings } from '../../src/core';
import { welcome } from '../core/memory_sockets';
import { showHistory } from './shown_history';
import { ShownView } from './shown_view';

const { shown, past } = showHistory();

describe('TL deeds', () => {
  it('TL15 restores the whole graph by one request, and goes back to now', async () => {
    await past.opened();
    await past.slideTo(3);

    await past.choose('[aria-label=Restore]', 'whole graph');

    expect(past.server.of('restore').map(({ body }) => body['seq'])).toEqual([3]);
    expect(shown().root.dataset['time']).toBe('now');
    expect(shown().text('.graphsync-messages')).toContain('Undo takes that back');
  });

  it('TL16 restores only the nodes that are selected', async () => {
    await past.opened();
    await past.slideTo(3);
    shown().view.context.selection.set(['n1']);
    shown().drawn();

    await past.choose('[aria-label=Restore]', '1 selected node');

    expect(past.server.of('restore').map(({ body }) => body['node_ids'])).toEqual([['n1']]);
  });

  it('TL17 names a moment, and lists those that have a name', async () => {
    await past.opened();
    await past.slideTo(3);
    await past.choose('[aria-label="Moments with a name"]', 'Name this moment');
    shown().write('.graphsync-name-field input', 'before the review');
    shown().press('.graphsync-name-field [aria-label=Save]');
    await shown().settled();
    const moments = [{ seq: 3, name: 'before the review', timestamp: null }];
    const settings = {
      title: 'Demo',
      structure: 'dag',
      strict_blueprints: false,
      moments
    } as Settings;
    shown().session.store.settings = settings;
    shown().session.store.settingsChanged.emit(settings);
    shown().drawn();

    expect(past.server.of('moments')[0]?.body).toEqual({ seq: 3, name: 'before the review' });
    expect(shown().find('.graphsync-flag').title).toBe('before the review');
    expect(past.told).toContain('before the review');
  });

  it('TL18 begins a session with what was, and shows it', async () => {
    await past.opened();
    await past.slideTo(3);

    await past.choose('[aria-label="More about this moment"]', 'New session');

    expect(past.server.of('sessions')[0]?.body).toMatchObject({
      from: { session_id: 'demo', seq: 3 }
    });
    expect(past.openSession).toHaveBeenCalledWith('another');
  });

  it('TL19 says what has changed since', async () => {
    await past.opened();
    await past.slideTo(3);

    shown().press('[aria-label="Mark what has changed since"]');
    await shown().settled();

    expect(past.told).toContain('0 added, 1 changed, 1 removed since');
  });

  it('TL20 shows the moment that a link names, once the session has come', async () => {
    const shows = shown().view.time.showMoment(2);
    await shown().settled();
    past.live();
    await shows;
    await shown().settled();

    expect(past.labels).toEqual(['Lyon', 'Paris']);
  });
});

it('TL21 a page that reaches no server says so', () => {
  shown().view.dispose();
  const alone = new ShownView();
  alone.server.last.say(welcome());
  alone.drawn();

  alone.press('[data-action=show-history]');

  expect(alone.text('.graphsync-messages')).toContain('which this page does not reach');
  alone.view.dispose();
});
