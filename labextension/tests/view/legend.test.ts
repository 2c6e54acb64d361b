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
