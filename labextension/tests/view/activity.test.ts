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

  it('says what was undone', async () => {
    await shown().ready('Lyon');
    const payload = { command_id: 'k0', command_type: 'create-node', timestamp: AT };
    shown().server.last.say(
      commit(2, { event: 'command:executed', payload }),
      commit(3, { event: 'command:undo', payload: { command_id: 'k0', timestamp: AT } })
    );
    shown().drawn();

    expect(rows()[0]).toBe('Ana undid adding a node');
  });

  it('says what was undone of several commands in one step', async () => {
    await shown().ready('Lyon');
    shown().server.last.say(
      { ...commit(2, created('x'), created('y'), linked('x', 'y')), command_type: 'batch' },
      commit(3, { event: 'command:undo', payload: { command_id: 'k2', timestamp: AT } })
    );
    shown().drawn();

    expect(rows()[0]).toBe('Ana undid adding 2 nodes');
  });

  function fail(command_id: string, command_type: string, error: string, actor = ANA): void {
    const payload = { command_id, command_type, error, timestamp: AT };
    shown().server.last.say({ type: 'event', event: 'command:failed', payload, actor });
    shown().drawn();
  }

  it('marks failures, and says in words what failed and why', async () => {
    await shown().ready('Lyon');
    fail('k', 'link-node', 'cycle');

    const row = shown().root.querySelector('.graphsync-feed-row')!;
    expect(row.classList).toContain('graphsync-tone-failure');
    expect(row.getAttribute('data-event')).toBe('command:failed');
    expect(rows()[0]).toBe('Ana could not link two nodes: that would make a cycle');
  });

  it('names what one failed at oneself', async () => {
    await shown().ready('Lyon', 'Paris');
    shown().view.context.editor.link('n0', 'n1');
    const { command_id } = shown().server.last.command();
    fail(command_id, 'link-node', 'cycle', { ...ANA, client_id: 'c-me' });

    expect(rows()[0]).toBe('You could not link Lyon to Paris: that would make a cycle');
  });

  it('names what one failed at where places were shared beside it', async () => {
    await shown().ready('Lyon');
    shown().view.context.editor.createNode({ name: 'Nice', blueprintTypeId: 'city' });
    const { command_id, command_type } = shown().server.last.command();
    fail(command_id, command_type, 'quota-exceeded', { ...ANA, client_id: 'c-me' });

    expect(rows()[0]).toBe('You could not add Nice: the graph is as large as it may be');
  });

  it('tells codes and commands that it does not know without a code', async () => {
    await shown().ready('Lyon');
    fail('k', 'paint-it-black', 'new-code');

    expect(rows()[0]).toBe('Ana could not do paint it black: the server did not accept it');
  });

  it('says who comes, who goes, and where the graph was saved', async () => {
    await shown().ready('Lyon');
    const session = { session_id: 'demo', client_count: 2, timestamp: AT };
    const bob = { ...ANA, client_id: 'c-bob', name: 'Bob' };
    shown().server.last.say(
      { type: 'event', event: 'session:connected', payload: session, actor: bob },
      { type: 'event', event: 'session:disconnected', payload: session, actor: bob },
      commit(2, {
        event: 'project:saved',
        payload: { project_id: 'plans/a.graphsync', timestamp: AT }
      })
    );
    shown().drawn();

    expect(rows().slice(0, 3)).toEqual([
      'Ana saved the graph to a.graphsync',
      'Bob left',
      'Bob joined'
    ]);
  });

  it('calls properties and types by their titles', async () => {
    await shown().ready('Lyon');
    const schema = { properties: { cap: { type: 'number', title: 'Capacity' } } };
    shown().define({ blueprint_type_id: 'city', title: 'City', schema });
    const changed = { node_id: 'n0', property_id: 'cap', old_value: null, new_value: 5 };
    const payload = { ...changed, timestamp: AT };
    shown().server.last.say(
      commit(3, { event: 'graph:property-changed', payload }, created('n1', 'Paris'))
    );
    shown().drawn();

    expect(rows().slice(0, 2)).toEqual(['Ana added Paris (City)', 'Ana set Capacity of Lyon to 5']);
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
