import { describe, expect, it } from 'vitest';
import { Hands } from './hands';
import { showView } from './shown_view';

const shown = showView();
const hands = new Hands(shown);

describe('nodes', () => {
  it('are deleted, with the links that are selected', async () => {
    await hands.family();
    hands.select('n3');
    hands.press('Delete');

    expect(hands.names()).toEqual(['Lyon', 'Paris', 'Nice']);
    expect(hands.run('delete')).toBe(false);
  });

  it('are deleted with what only they hold', async () => {
    await hands.family();
    hands.select('n0');
    hands.press('Shift+Delete');

    expect(hands.names()).toEqual(['Oslo']);
    expect(hands.said()).toContain('Deleted 3 nodes');
  });

  it('are duplicated under the same parent, and the copies are selected', async () => {
    await hands.family();
    hands.select('n1');
    hands.press('Mod+D');

    expect(hands.links()).toEqual(['Lyon > Paris', 'Lyon > Nice', 'Lyon > Paris']);
    expect(hands.selected()).toEqual(['Paris']);
    expect([...shown().view.context.selection.nodeIds]).not.toEqual(['n1']);
  });

  it('are added with a place that all others see too, and so are those that had none', async () => {
    await shown().ready('Lyon', 'Paris', 'Nice', 'Oslo');
    const { view, session } = shown();
    const seen = ['n0', 'n1', 'n2', 'n3'].map((nodeId) => view.context.scene.placement.of(nodeId));
    hands.select('n0');
    hands.run('add-child');
    hands.add('Lille');

    const { nodes } = session.store.replica;
    const shared = [...nodes.values()].map(({ properties }) => properties.get('_position'));
    expect(shared.slice(0, 4)).toEqual(seen.map(({ x, y }) => [x, y]));
    expect(shared[4]).toBeDefined();
    expect(session.connection.pendingCount).toBe(1);
  });

  it('are added alone while the line is down: what else they named may be gone by then', async () => {
    await shown().ready('Lyon', 'Paris', 'Nice', 'Oslo');
    shown().server.last.cut(1006);
    hands.run('add-node');
    hands.add('Lille');

    const { nodes } = shown().session.store.replica;
    const shared = [...nodes.values()].map(({ properties }) => properties.has('_position'));
    expect(shared).toEqual([false, false, false, false, true]);
  });

  it('are pinned and let go again by one key', async () => {
    await hands.family();
    hands.select('n1');
    const pinned = (): unknown =>
      shown().session.store.replica.nodes.get('n1')!.properties.get('_pinned');
    hands.press('P');
    expect(pinned()).toBe(true);

    hands.press('P');
    expect(pinned()).toBeUndefined();
  });

  it('get a colour of their own from a menu', async () => {
    await hands.family();
    hands.select('n1', 'n2');
    hands.press('C', 'R', 'Enter');

    const { nodes } = shown().session.store.replica;
    expect(nodes.get('n1')!.properties.get('_color')).toBe('#d0524a');
    expect(nodes.get('n2')!.properties.get('_color')).toBe('#d0524a');
  });

  it('cannot be edited by readers', async () => {
    await shown().ready('Lyon');
    shown().session.store.role = 'reader';
    hands.select('n0');

    expect(
      ['delete', 'rename', 'add-node', 'paste', 'undo'].map((id) => hands.run(id))
    ).not.toContain(true);
    expect(hands.run('copy')).toBe(true);
  });
});

describe('links', () => {
  it('go from the first that is selected to the others', async () => {
    await hands.family();
    hands.select('n3', 'n1', 'n2');
    hands.press('L');

    expect(hands.links()).toEqual(['Lyon > Paris', 'Lyon > Nice', 'Oslo > Paris', 'Oslo > Nice']);
    expect(hands.sent()).toEqual(['batch']);
  });

  it('that may not be are told, and the others made', async () => {
    await hands.family();
    hands.select('n1', 'n0', 'n3');
    hands.press('L');

    expect(hands.links()).toContain('Paris > Oslo');
    expect(hands.said()).toContain('This would close a cycle.');
  });

  it('among the selected nodes are removed', async () => {
    await hands.family();
    hands.select('n0', 'n1');
    hands.press('Shift+L');

    expect(hands.links()).toEqual(['Lyon > Nice']);
  });
});

describe('selecting', () => {
  it('takes all, children, all below, or the others', async () => {
    await hands.family();
    hands.press('Mod+A');
    expect(hands.selected()).toHaveLength(4);

    hands.select('n0');
    hands.run('select-children');
    expect(hands.selected()).toEqual(['Paris', 'Nice']);

    hands.run('invert-selection');
    expect(hands.selected()).toEqual(['Lyon', 'Oslo']);

    hands.select('n0');
    hands.run('select-subtree');
    expect(hands.selected()).toEqual(['Lyon', 'Paris', 'Nice']);

    hands.press('Escape');
    expect(hands.selected()).toEqual([]);
  });
});

describe('collapsing', () => {
  const collapsed = (): string[] => [...shown().view.context.display.state.collapsed];

  it('is one key, there and back, for oneself alone', async () => {
    await hands.family();
    hands.select('n0');
    hands.press('E');
    expect(collapsed()).toEqual(['n0']);

    hands.press('E');
    expect(collapsed()).toEqual([]);
    expect(hands.sent()).toEqual([]);
  });

  it('takes everything, and gives it back', async () => {
    await hands.family();
    hands.run('collapse-all');
    expect(collapsed()).toEqual(['n0']);

    hands.run('expand-all');
    expect(collapsed()).toEqual([]);
  });
});

it('says why an edit was refused, and calls nodes by their names', async () => {
  await hands.family();
  hands.select('n0', 'n3');
  hands.press('L');
  shown().server.last.refuse('cycle', "a link from 'n0' to 'n3' would close a cycle");
  await shown().settled();

  expect(hands.said()).toContain("A link from 'Lyon' to 'Oslo' would close a cycle");
});

describe('undo', () => {
  /** One has done something oneself. */
  async function done(): Promise<void> {
    await hands.family();
    shown().view.context.editor.rename('n3', 'Bergen');
    shown().drawn();
  }

  const answer = (result: object): void => {
    const [op] = shown().server.last.ops('undo');
    shown().server.last.say({ type: 'reply', id: op!.command_id!, ok: true, result });
  };

  it('says what it took back, and what it left as others have made it', async () => {
    await done();
    shown().present({ client_id: 'c-bob', name: 'Bob' });
    hands.press('Mod+Z');
    answer({
      applied: [
        { node_id: 'n0', property_id: 'cost' },
        { parent_id: 'n0', child_id: 'n1' }
      ],
      skipped: [{ node_id: 'n1', property_id: 'name', by: 'c-bob' }]
    });
    await shown().settled();

    expect(hands.said()).toContain('Undone: removed 1 link, changed cost of Lyon.');
    expect(hands.said()).toContain('Kept what Bob changed since: name of Paris.');
  });

  it.each([
    ['moved 2 nodes', ['n0', 'n1'].map((node_id) => ({ node_id, property_id: '_position' }))],
    ['added a node', [{ node_id: 'x' }, { node_id: 'n1', property_id: '_position' }]],
    ['renamed Lyon', [{ node_id: 'n0', property_id: 'name' }]],
    ['added 2 nodes', [{ node_id: 'x' }, { node_id: 'y' }, { parent_id: 'x', child_id: 'y' }]],
    ['deleted Lyon', [{ node_id: 'n0' }]],
    ['made 1 link', [{ parent_id: 'n0', child_id: 'n3' }]],
    ['changed a type', [{ blueprint_type_id: 'city' }]]
  ])('says that one had %s', async (deed, applied) => {
    await done();
    hands.press('Mod+Z');
    answer({ applied, skipped: [] });
    await shown().settled();

    expect(hands.said()).toContain(`Undone: ${deed}.`);
  });

  it('is calm where there is nothing to undo', async () => {
    await done();
    hands.press('Mod+Z');
    const [op] = shown().server.last.ops('undo');
    const error = { code: 'nothing-to-undo', message: 'x', retry: false, details: {} };
    shown().server.last.say({ type: 'reply', id: op!.command_id!, ok: false, error });
    await shown().settled();

    expect(hands.said()).toContain('Nothing to undo.');
    expect(shown().root.querySelector('.graphsync-message-error')).toBeNull();
  });

  it('is offered only where there may be something to undo', async () => {
    const isEnabled = (id: string): boolean => shown().view.context.actions.isOffered(id);
    await hands.family();
    expect([isEnabled('undo'), isEnabled('redo')]).toEqual([false, false]);

    shown().view.context.editor.rename('n3', 'Bergen');
    expect([isEnabled('undo'), isEnabled('redo')]).toEqual([true, false]);

    hands.press('Mod+Z');
    expect(isEnabled('redo')).toBe(true);
  });
});
