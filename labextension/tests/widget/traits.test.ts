import { beforeEach, expect, test, vi } from 'vitest';
import { followArrangement } from '../../src/widget/arrangement';
import { followMappings } from '../../src/widget/display_traits';
import { shareSelection } from '../../src/widget/selection_trait';
import type { EventRecord } from '../../src/core';
import { commit, created, welcome } from '../core/memory_sockets';
import { showView } from '../view/shown_view';
import { MemoryKernel } from './memory_kernel';

const shown = showView();
let model: MemoryKernel;

beforeEach(() => {
  model = new MemoryKernel({ selection: [] });
});

/** The server sends a graph of these nodes. */
async function comes(...records: EventRecord[]): Promise<void> {
  shown().server.last.say(welcome({ seq: 1, digest: 'd1', mode: 'replay' }), commit(1, ...records));
  await vi.advanceTimersByTimeAsync(50);
}

function selected(): string[] {
  return [...shown().view.context.selection.nodeIds];
}

test('what is selected in a view becomes the trait', async () => {
  await shown().ready('Lyon', 'Paris');
  shareSelection(model, shown().view);

  shown().view.context.selection.set(['n1', 'n0']);

  expect(model.get('selection')).toEqual(['n1', 'n0']);
  expect(model.save_changes).toHaveBeenCalledOnce();
});

test('what the trait says is selected in the view, as far as it is there, and not said back', async () => {
  await shown().ready('Lyon');
  shareSelection(model, shown().view);

  model.set('selection', ['unknown', 'n0']);

  expect(selected()).toEqual(['n0']);
  expect(model.get('selection')).toEqual(['unknown', 'n0']);
  expect(model.save_changes).not.toHaveBeenCalled();
});

test('a selection that was set before the graph came is shown with it', async () => {
  model.set('selection', ['n0']);
  shareSelection(model, shown().view);

  await comes(created('n0'));

  expect(selected()).toEqual(['n0']);
});

test('a deleted node leaves the trait', async () => {
  await shown().ready('Lyon', 'Paris');
  shareSelection(model, shown().view);
  model.set('selection', ['n0', 'n1']);

  const payload = { node_id: 'n0', timestamp: '' };
  shown().server.last.say(commit(2, { event: 'graph:node-deleted', payload }));
  shown().drawn();

  expect(model.get('selection')).toEqual(['n1']);
});

test('of a view that was taken away the trait hears nothing', async () => {
  await shown().ready('Lyon');
  const stop = shareSelection(model, shown().view);

  stop();
  shown().view.context.selection.set(['n0']);

  expect(model.get('selection')).toEqual([]);
});

test('colour, size and label follow their traits, and null is none', () => {
  model.set('color_by', 'team');
  followMappings(model, shown().view);
  const { display } = shown().view.context;
  expect(display.state.colorBy).toBe('team');

  model.set('color_by', null);
  model.set('size_by', 'mass');
  model.set('label_by', 'code');

  expect(display.state).toMatchObject({ colorBy: undefined, sizeBy: 'mass', labelBy: 'code' });
});

test('a view without shared places asks to arrange, and does when it is chosen', async () => {
  const arrange = vi.fn<(name: string) => void>();
  model.set('_arrangement', 'tree');
  followArrangement(model, shown().view, arrange);
  await comes(created('n0'));
  const { id } = model.of('ask-arrange')[0]!;

  model.say({ type: 'arrange', id: 'another view' });
  expect(arrange).not.toHaveBeenCalled();
  model.say({ type: 'arrange', id });

  expect(arrange).toHaveBeenCalledExactlyOnceWith('tree');
});

test('a graph that has shared places is arranged only when the trait is set', async () => {
  model.set('_arrangement', 'tree');
  followArrangement(model, shown().view, () => undefined);
  await comes(created('n0'), {
    event: 'graph:property-changed',
    payload: {
      node_id: 'n0',
      property_id: '_position',
      old_value: null,
      new_value: [1, 2],
      timestamp: ''
    }
  });
  expect(model.of('ask-arrange')).toHaveLength(0);

  model.set('_arrangement', 'circle');

  expect(model.of('ask-arrange')).toHaveLength(1);
});

test('a read-only widget never asks to arrange', async () => {
  model.set('read_only', true);
  followArrangement(model, shown().view, () => undefined);
  await shown().ready('Lyon');

  model.set('_arrangement', 'circle');

  expect(model.of('ask-arrange')).toHaveLength(0);
});
