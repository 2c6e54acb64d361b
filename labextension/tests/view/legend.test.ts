import { expect, it } from 'vitest';
import { commit, created } from '../core/memory_sockets';
import { property } from './graph_on_paper';
import { showView } from './shown_view';

const shown = showView();

async function twoTypes(): Promise<void> {
  await shown().ready('Lyon', 'Paris');
  const { payload } = created('n2', 'Plant') as { payload: object };
  const plant = { ...payload, blueprint_type_id: 'plant' };
  shown().server.last.say(
    commit(2, { event: 'graph:node-created', payload: plant } as ReturnType<typeof created>)
  );
  shown().drawn();
}

it('is not there while there is one type only', async () => {
  await shown().ready('Lyon');

  expect(shown().find('.graphsync-legend').hidden).toBe(true);
});

it('says which types there are, the most used first', async () => {
  await twoTypes();

  expect(shown().texts('.graphsync-legend-row')).toEqual(['city2', 'plant1']);
});

it('can be folded away', async () => {
  await twoTypes();
  shown().press('.graphsync-legend-fold');

  expect(shown().find('.graphsync-legend-body').hidden).toBe(true);
  expect(shown().find('.graphsync-legend-fold').getAttribute('aria-expanded')).toBe('false');
});

it('shows from where to where the numbers reach that colour and size stand for', async () => {
  await twoTypes();
  shown().server.last.say(commit(3, property('n0', 'load', 5), property('n1', 'load', 1200)));
  shown().view.context.display.change({ colorBy: 'load', sizeBy: 'load' });
  shown().drawn();

  expect(shown().text('.graphsync-legend-ends')).toBe('51,200');
  expect(shown().text('.graphsync-legend-sizes')).toBe('51,200');
});

it('forgets a number that was refused', async () => {
  await twoTypes();
  shown().server.last.say(commit(3, property('n0', 'load', 5), property('n1', 'load', 1200)));
  shown().view.context.display.change({ colorBy: 'load' });
  shown().view.context.editor.setProperty(['n0'], 'load', -7);
  shown().drawn();
  expect(shown().text('.graphsync-legend-ends')).toBe('-71,200');

  shown().server.last.refuse('schema-violation', 'load must be at least 0');
  await shown().settled();
  expect(shown().text('.graphsync-legend-ends')).toBe('51,200');
});

it('says what colour and size stand for, by the titles that the schema gives', async () => {
  await twoTypes();
  const schema = { properties: { load: { type: 'number', title: 'Load in tonnes' } } };
  shown().define({ blueprint_type_id: 'city', schema });
  shown().server.last.say(commit(4, property('n0', 'load', 5), property('n1', 'age', 3)));
  shown().view.context.display.change({ colorBy: 'load', sizeBy: 'age' });
  shown().drawn();

  expect(shown().texts('.graphsync-legend-heading')).toEqual([
    'Colour: Load in tonnes',
    'Size: age'
  ]);
});
