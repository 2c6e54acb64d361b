import { describe, expect, it } from 'vitest';
import type { EventRecord } from '../../src/core';
import { AT, commit } from '../core/memory_sockets';
import { showView } from './shown_view';

const shown = showView();

function city(nodeId: string, name: string, properties: Record<string, unknown>): EventRecord {
  const payload = { node_id: nodeId, name, blueprint_type_id: 'city', properties, timestamp: AT };
  return { event: 'graph:node-created', payload };
}

async function opened(): Promise<void> {
  await shown().ready('Lyon', 'Paris');
  shown().server.last.say(
    commit(2, city('x', 'Nice', { capacity: 900 }), city('y', 'Lyon Nord', { capacity: 1200 }))
  );
  shown().drawn();
  shown().view.context.actions.run('find');
}

function told(): string {
  return shown().text('.graphsync-search-told');
}

describe('the search', () => {
  it('counts what has all words in its name, type or values', async () => {
    await opened();
    shown().write('.graphsync-search-text', 'LYON');
    expect(told()).toBe('2 matches');

    shown().write('.graphsync-search-text', 'lyon nord');
    expect(told()).toBe('1 match');

    shown().write('.graphsync-search-text', '900 city');
    expect(told()).toBe('1 match');
  });

  it('compares numbers', async () => {
    await opened();
    shown().write('[aria-label="Property"]', 'capacity');
    expect(told()).toBe('2 matches');

    shown().write('.graphsync-search-value', '> 1000');
    expect(told()).toBe('1 match');
  });

  it('goes from one to the next with Enter, and back', async () => {
    await opened();
    shown().write('.graphsync-search-text', 'lyon');
    shown().key('.graphsync-search-text', 'Enter');
    expect(told()).toBe('1 of 2');
    expect(shown().view.context.selection.lead).toBe('n0');

    shown().key('.graphsync-search-text', 'Enter');
    expect(shown().view.context.selection.lead).toBe('y');

    shown().key('.graphsync-search-text', 'Enter', { shiftKey: true });
    expect(shown().view.context.selection.lead).toBe('n0');
  });

  it('goes backwards from the last one', async () => {
    await opened();
    shown().write('.graphsync-search-text', 'lyon');
    shown().key('.graphsync-search-text', 'Enter', { shiftKey: true });

    expect(told()).toBe('2 of 2');
  });

  it('goes round with its buttons, too', async () => {
    await opened();
    shown().write('.graphsync-search-text', 'lyon');
    shown().press('[aria-label^="Previous match"]');
    expect(told()).toBe('2 of 2');

    shown().press('[aria-label^="Next match"]');
    expect(told()).toBe('1 of 2');
    expect(shown().view.context.selection.lead).toBe('n0');
  });

  it('has nowhere to go where nothing fits', async () => {
    await opened();
    shown().write('.graphsync-search-text', 'nowhere');

    expect(told()).toBe('0 matches');
    expect(shown().find<HTMLButtonElement>('[aria-label^="Next match"]').disabled).toBe(true);
  });

  it('knows where it is while the graph changes', async () => {
    await opened();
    shown().write('.graphsync-search-text', 'lyon');
    shown().key('.graphsync-search-text', 'Enter', { shiftKey: true });
    shown().server.last.say(commit(3, city('z', 'Lyon Sud', {})));
    shown().drawn();

    expect(told()).toBe('2 of 3');
  });

  it('counts again when the graph changes', async () => {
    await opened();
    shown().write('.graphsync-search-text', 'lyon');
    shown().server.last.say(commit(3, city('z', 'Lyon Sud', {})));
    shown().drawn();

    expect(told()).toBe('3 matches');
  });

  it('looks for nothing any more when it is closed', async () => {
    await opened();
    shown().write('.graphsync-search-text', 'lyon');
    shown().key('.graphsync-search-text', 'Escape');

    expect(shown().find('.graphsync-search').hidden).toBe(true);
    expect(shown().view.context.display.state.filter.text).toBe('');
  });
});

describe('the appearance', () => {
  it('offers the properties that nodes have', async () => {
    await opened();
    shown().view.context.actions.run('appearance');

    const options = shown().texts('.graphsync-appearance label:first-of-type option');
    expect(options).toEqual(['by type', 'capacity']);
  });

  it('changes what decides on colour, size and label', async () => {
    await opened();
    shown().view.context.actions.run('appearance');
    shown().write('.graphsync-appearance label:nth-of-type(2) select', 'capacity');

    expect(shown().view.context.display.state.sizeBy).toBe('capacity');
  });
});
