import { describe, expect, it } from 'vitest';
import { commit, linked, welcome } from '../core/memory_sockets';
import { changed, node } from './inspected';
import { showView } from './shown_view';

const EVIL = '<img src=x onerror=alert(1)>';
const shown = showView();

async function opened(...nodeIds: string[]): Promise<void> {
  await shown().ready('Lyon', 'Paris');
  shown().server.last.say(
    commit(
      2,
      node('x', {
        size: 12,
        note: 'old',
        isOpen: true,
        list: [1],
        _color: '#ff0000',
        [EVIL]: EVIL
      }),
      node('y', { size: 12, note: 'new', _position: [1, 2] }),
      linked('n0', 'x'),
      linked('x', 'n1')
    )
  );
  shown().view.context.selection.set(nodeIds);
  shown().drawn();
}

function field(propertyId: string): HTMLTextAreaElement {
  const row = [...shown().root.querySelectorAll<HTMLElement>('.graphsync-property')].find(
    ({ dataset }) => dataset['property'] === propertyId
  );
  return row!.querySelector('textarea, input')!;
}

function type(input: HTMLTextAreaElement | HTMLInputElement, text: string): void {
  input.focus();
  input.value = text;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  shown().drawn();
}

function sent() {
  return shown()
    .server.last.ops('execute')
    .map((op) => op.arguments);
}

describe('without a selection', () => {
  it('tells about the session and what to do', async () => {
    await opened();

    const text = shown().text('.graphsync-inspector');
    expect(text).toContain('Select a node or a link');
    expect(text).toContain('Nodes4');
    expect(text).toContain('Links2');
  });
});

describe('a node', () => {
  it('is shown with its type, its id and what it hangs on', async () => {
    await opened('x');

    expect(shown().text('.graphsync-inspector-type')).toBe('city');
    expect(shown().text('.graphsync-inspector-id')).toBe('x');
    expect(shown().texts('.graphsync-near .graphsync-chip')).toEqual(['Lyon', 'Paris']);
  });

  it('leads to its parents and children', async () => {
    await opened('x');
    shown().press('.graphsync-near [data-node-id="n1"]');

    expect(shown().view.context.selection.lead).toBe('n1');
  });

  it('has a row for each property, of its kind', async () => {
    await opened('x');

    const kinds = ['size', 'note', 'isOpen', 'list'].map(
      (id) => field(id).closest('.graphsync-property')!.querySelector('select')!.value
    );
    expect(kinds).toEqual(['number', 'text', 'truth', 'json']);
  });

  it('is renamed by its name', async () => {
    await opened('x');
    const name = shown().find<HTMLTextAreaElement>('[aria-label="Name"]');
    type(name, 'Lugdunum');
    shown().key('[aria-label="Name"]', 'Enter');

    expect(sent()).toMatchObject([{ node_id: 'x', property_id: 'name', new_value: 'Lugdunum' }]);
  });

  it('keeps its name where the field is emptied', async () => {
    await opened('x');
    const name = shown().find<HTMLTextAreaElement>('[aria-label="Name"]');
    type(name, '  ');
    name.blur();
    shown().drawn();

    expect(sent()).toEqual([]);
    expect(shown().text('.graphsync-inspector-head .graphsync-problem')).toContain('needs a name');
  });

  it('says who else is editing it, and tells others when one does', async () => {
    await opened('x');
    shown().present({ client_id: 'c2', name: 'Bob', editing: 'x' });
    expect(shown().text('.graphsync-inspector-head')).toContain('Bob is editing this.');

    field('note').focus();
    field('note').dispatchEvent(new FocusEvent('focusin', { bubbles: true }));
    shown().drawn();
    const presence = shown().server.last.ops('presence');
    expect(presence[presence.length - 1]).toMatchObject({ editing: 'x' });
  });
});

describe('a property without a schema', () => {
  it('is sent when its field is left', async () => {
    await opened('x');
    type(field('note'), 'newer');
    expect(sent()).toEqual([]);
    field('note').blur();

    expect(sent()).toMatchObject([
      { node_id: 'x', property_id: 'note', new_value: 'newer', expected_value: 'old' }
    ]);
  });

  it('is not sent as long as it cannot be read', async () => {
    await opened('x');
    type(field('list'), '[1, ');
    field('list').blur();
    shown().drawn();

    expect(sent()).toEqual([]);
    expect(shown().text('.graphsync-property .graphsync-problem')).toContain('not JSON');
    expect(field('list').value).toBe('[1, ');
  });

  it('is put back by Escape', async () => {
    await opened('x');
    type(field('note'), 'newer');
    field('note').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));

    expect(field('note').value).toBe('old');
    expect(shown().view.context.selection.lead).toBe('x');
  });

  it('stays as one types it while somebody else changes it, and says so', async () => {
    await opened('x');
    type(field('note'), 'mine');
    shown().server.last.say(commit(3, changed('x', 'note', 'theirs')));
    shown().drawn();

    expect(field('note').value).toBe('mine');
    expect(shown().text('.graphsync-conflict')).toContain('Ana changed this to theirs.');
    shown().press('[aria-label="Keep mine"]');
    expect(sent()).toMatchObject([{ new_value: 'mine', expected_value: 'theirs' }]);
  });

  it('becomes one of another kind', async () => {
    await opened('x');
    shown().write('[aria-label="Kind of size"]', 'text');

    expect(sent()).toMatchObject([{ property_id: 'size', new_value: '12' }]);
  });

  it('is added with an id, a kind and a value', async () => {
    await opened('x');
    shown().press('[aria-label="Add a property"]');
    shown().write('.graphsync-new-property [aria-label="Property"]', 'size');
    shown().press('[aria-label="Add"]');
    expect(shown().text('.graphsync-new-property .graphsync-problem')).toContain('already');

    shown().write('.graphsync-new-property [aria-label="Property"]', 'km');
    shown().write('[aria-label="Kind of the value"]', 'number');
    shown().write('[aria-label="Value"]', '400');
    shown().press('[aria-label="Add"]');

    expect(sent()).toMatchObject([{ property_id: 'km', new_value: 400, expected_value: null }]);
    expect(field('km').value).toBe('400');
  });

  it('is removed', async () => {
    await opened('x');
    shown().press('[aria-label="Remove size"]');

    expect(sent()).toEqual([{ node_id: 'x', property_id: 'size' }]);
  });
});

describe('how a node is drawn', () => {
  it('stands apart', async () => {
    await opened('x');

    expect(shown().find('details').hasAttribute('open')).toBe(false);
    const color = shown().find<HTMLInputElement>('details [aria-label="Colour"]');
    expect(color.value).toBe('#ff0000');
    color.value = '#00ff00';
    color.dispatchEvent(new Event('change', { bubbles: true }));
    expect(sent()).toMatchObject([{ property_id: '_color', new_value: '#00ff00' }]);
  });

  it('is changed by one coordinate alone', async () => {
    await opened('y');
    const y = shown().find<HTMLInputElement>('details [aria-label="y"]');
    expect(y.value).toBe('2');
    type(y, '7.5');
    y.blur();

    expect(sent()).toMatchObject([{ property_id: '_position', new_value: [1, 7.5] }]);
  });
});

describe('several nodes', () => {
  it('show what they share, and are set by one command', async () => {
    await opened('x', 'y');

    expect(shown().text('.graphsync-inspector-name')).toBe('2 nodes');
    expect(field('size').value).toBe('12');
    expect(field('note').placeholder).toBe('several values');
    type(field('note'), 'same');
    field('note').blur();
    expect(sent()).toEqual([
      { property_id: 'note', node_ids: ['x', 'y'], new_values: ['same', 'same'] }
    ]);
  });
});

describe('a link', () => {
  it('is shown with its ends, and can be removed', async () => {
    await opened();
    shown().view.context.selection.set([], [{ parentId: 'n0', childId: 'x' }]);
    shown().drawn();

    expect(shown().texts('.graphsync-link-ends .graphsync-chip')).toEqual(['Lyon', 'x']);
    shown().press('[aria-label="Remove this link"]');
    expect(sent()).toEqual([{ parent_id: 'n0', child_id: 'x' }]);
  });
});

it('is text for those who may only look', async () => {
  await opened('x');
  shown().server.last.say(welcome({ role: 'reader', seq: 2 }));
  shown().drawn();

  expect(shown().root.querySelector('.graphsync-inspector textarea')).toBeNull();
  expect(shown().text('.graphsync-plain')).toContain('size12');
});

it('sends what was typed when something else is selected', async () => {
  await opened('x');
  type(field('note'), 'newer');
  shown().view.context.selection.set(['y']);
  shown().drawn();

  expect(sent()).toMatchObject([{ node_id: 'x', property_id: 'note', new_value: 'newer' }]);
});

it('shows what people wrote as text', async () => {
  await opened('x');
  shown().server.last.say(commit(3, changed('x', 'name', EVIL), changed('n0', 'name', EVIL)));
  shown().define({ blueprint_type_id: 'city', title: EVIL });

  expect(shown().root.querySelector('img')).toBeNull();
  expect(shown().text('.graphsync-inspector-type')).toBe(EVIL);
  expect(field(EVIL).value).toBe(EVIL);
});
