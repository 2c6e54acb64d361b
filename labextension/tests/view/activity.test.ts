import { describe, expect, it } from 'vitest';
import type { EventRecord } from '../../src/core';
import { ANA, AT, commit, created, linked } from '../core/memory_sockets';
import { showView } from './shown_view';

const shown = showView();

describe('the activity', () => {
  function rows(): string[] {
    return [...shown().root.querySelectorAll('.graphsync-feed-text')].map((row) => row.textContent);
  }

  it('tells what happened in sentences, newest first', async () => {
    await shown().ready('Lyon', 'Paris');
    shown().server.last.say(commit(2, linked('n0', 'n1')));
    shown().drawn();

    expect(rows()[0]).toBe('Ana linked Lyon to Paris');
    expect(rows()[2]).toBe('Ana added Lyon (city)');
  });

  it('says which command was undone', async () => {
    await shown().ready('Lyon');
    const payload = { command_id: 'k0', command_type: 'create-node', timestamp: AT };
    shown().server.last.say(
      commit(2, { event: 'command:executed', payload }),
      commit(3, { event: 'command:undo', payload: { command_id: 'k0', timestamp: AT } })
    );
    shown().drawn();

    expect(rows()[0]).toBe('Ana undid create-node');
  });

  it('marks failures', async () => {
    await shown().ready('Lyon');
    const payload = { command_id: 'k', command_type: 'link-node', error: 'cycle', timestamp: AT };
    shown().server.last.say({ type: 'event', event: 'command:failed', payload, actor: ANA });
    shown().drawn();

    const row = shown().root.querySelector('.graphsync-feed-row')!;
    expect(row.classList).toContain('graphsync-tone-failure');
    expect(row.getAttribute('data-event')).toBe('command:failed');
  });

  it('keeps 200 rows', async () => {
    await shown().ready('Lyon');
    for (let seq = 2; seq <= 251; seq += 1) {
      shown().server.last.say(commit(seq, created(`m${seq}`)));
    }
    shown().drawn();

    expect(rows()).toHaveLength(200);
  });

  it('tells once what one command did to many', async () => {
    await shown().ready(...Array.from({ length: 50 }, (_, index) => `city ${index}`));
    const moved = (nodeId: string): EventRecord => ({
      event: 'graph:property-changed',
      payload: {
        node_id: nodeId,
        property_id: '_position',
        old_value: [0, 0],
        new_value: [1, 2],
        timestamp: AT
      }
    });
    shown().server.last.say(commit(2, ...Array.from({ length: 50 }, (_, i) => moved(`n${i}`))));
    shown().drawn();

    expect(rows()).toEqual(['Ana moved 50 nodes', 'Ana added 50 nodes']);
  });

  it('selects what a row is about', async () => {
    await shown().ready('Lyon', 'Paris');
    shown().server.last.say(commit(2, linked('n0', 'n1')));
    shown().drawn();
    shown().press('.graphsync-feed-press');

    expect([...shown().view.context.selection.nodeIds]).toEqual(['n0', 'n1']);
  });

  it('selects nothing that has gone', async () => {
    await shown().ready('Lyon');
    const payload = { node_id: 'n0', timestamp: AT };
    shown().server.last.say(commit(2, { event: 'graph:node-deleted', payload }));
    shown().drawn();
    shown().press('.graphsync-feed-press');

    expect(shown().view.context.selection.isEmpty).toBe(true);
  });
});
