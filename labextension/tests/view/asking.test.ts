import { describe, expect, it } from 'vitest';
import { commit, created } from '../core/memory_sockets';
import { Hands } from './hands';
import { showView } from './shown_view';

const shown = showView();
const hands = new Hands(shown);

describe('renaming in place', () => {
  const field = '.graphsync-rename input';

  it('takes the new name at Enter, and tells the others meanwhile', async () => {
    await hands.family();
    hands.select('n1');
    hands.press('F2');
    expect(document.activeElement).toBe(shown().find(field));
    expect(shown().server.last.ops('presence').pop()).toMatchObject({ editing: 'n1' });

    hands.write('Rome');
    hands.press('Enter');

    expect(hands.names()).toEqual(['Lyon', 'Rome', 'Nice', 'Oslo']);
    expect(shown().root.querySelector(field)).toBeNull();
    expect(document.activeElement).toBe(hands.canvas);
    expect(shown().server.last.ops('presence').pop()).toMatchObject({ editing: null });
  });

  it('leaves the name at Escape', async () => {
    await hands.family();
    hands.select('n1');
    hands.press('F2');
    hands.write('Rome');
    hands.press('Escape');

    expect(hands.names()).toContain('Paris');
  });

  it('refuses an empty name, and stays', async () => {
    await hands.family();
    hands.select('n1');
    hands.press('F2');
    hands.write('  ');
    hands.press('Enter');

    expect(hands.said()).toContain('A node needs a name');
    expect(shown().find(field).getAttribute('aria-invalid')).toBe('true');
  });

  it('ends when somebody else deletes the node', async () => {
    await hands.family();
    hands.select('n3');
    hands.press('F2');
    const payload = { node_id: 'n3', timestamp: '' };
    shown().server.last.say(commit(3, { event: 'graph:node-deleted', payload }));
    shown().drawn();
    hands.press('Enter');

    expect(hands.said()).toContain('Somebody has deleted the node');
    expect(shown().root.querySelector(field)).toBeNull();
  });
});

describe('the form for a new node', () => {
  it('remembers the type that was taken last', async () => {
    await shown().ready();
    hands.run('add-node');
    hands.write('Lyon');
    const type = shown().find<HTMLInputElement>('.graphsync-popup [role="combobox"]');
    type.focus();
    hands.write('warehouse');
    hands.submit();
    hands.run('add-node');

    const types = [...shown().session.store.replica.nodes.values()].map(
      ({ blueprintTypeId }) => blueprintTypeId
    );
    expect(types).toEqual(['warehouse']);
    expect(shown().find<HTMLInputElement>('.graphsync-popup [role="combobox"]').value).toBe(
      'warehouse'
    );
  });

  it('offers what the parent allows, and no more', async () => {
    await shown().ready('Lyon');
    shown().define({ blueprint_type_id: 'city', allowed_children: ['depot'] });
    shown().define({ blueprint_type_id: 'depot', title: 'Depot' });
    hands.select('n0');
    hands.run('add-child');
    const type = shown().find<HTMLInputElement>('.graphsync-popup [role="combobox"]');
    type.focus();
    type.click();

    expect(shown().text('.graphsync-popup strong')).toBe('New node under Lyon');
    expect(shown().texts('.graphsync-option .graphsync-menu-label')).toEqual(['Depot']);
    expect(type.value).toBe('Depot');
  });

  it('says what is missing', async () => {
    await shown().ready();
    hands.run('add-node');
    hands.add('');

    expect(shown().text('.graphsync-form-problem')).toBe('A node needs a name.');
    expect(hands.names()).toEqual([]);
  });

  it('goes away at Escape, and the focus goes back', async () => {
    await hands.family();
    hands.press('N', 'Escape');

    expect(shown().root.querySelector('.graphsync-popup')).toBeNull();
    expect(document.activeElement).toBe(hands.canvas);
  });
});

it('shows names of others as text in every popup', async () => {
  await shown().ready('<img src=x onerror=alert(1)>');
  shown().server.last.say(commit(2, created('n9', '<b>', 'n0')));
  shown().drawn();
  hands.select('n0');
  hands.run('add-child');
  hands.run('link-to');
  hands.run('rename');

  expect(shown().root.querySelector('img')).toBeNull();
});

describe('what the mouse asks for', () => {
  const at = { x: 70, y: 30 };
  const screen = { x: 10, y: 10 };

  it('is a node where one double-clicked', async () => {
    await hands.family();
    shown().view.context.interaction.wantsNode.emit({ at, screen });
    hands.add('Rome');

    const [nodeId] = shown().view.context.selection.nodeIds;
    const { properties } = shown().session.store.replica.nodes.get(nodeId!)!;
    expect(properties.get('_position')).toEqual([70, 30]);
  });

  it('is a child where a link was dropped on nothing', async () => {
    await hands.family();
    shown().view.context.interaction.wantsNode.emit({ parentId: 'n3', at, screen });
    hands.add('Bergen');

    expect(hands.links()).toContain('Oslo > Bergen');
    expect(hands.sent()).toEqual(['create-node']);
  });

  it('is another name for a node', async () => {
    await hands.family();
    shown().view.context.interaction.wantsRename.emit('n3');
    hands.write('Bergen');
    hands.press('Enter');

    expect(hands.names()).toContain('Bergen');
  });

  it('is a menu for a place, where nodes are added', async () => {
    await hands.family();
    hands.select('n0');
    const target = { kind: 'stage' } as const;
    shown().view.context.interaction.wantsMenu.emit({ target, at, screen });
    hands.press('Enter');
    hands.add('Rome');

    const [nodeId] = shown().view.context.selection.nodeIds;
    const { properties } = shown().session.store.replica.nodes.get(nodeId!)!;
    expect(properties.get('_position')).toEqual([70, 30]);
  });
});
