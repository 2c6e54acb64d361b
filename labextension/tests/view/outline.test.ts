import { beforeEach, describe, expect, it } from 'vitest';
import { commit, created, linked, welcome } from '../core/memory_sockets';
import { showView } from './shown_view';

const shown = showView();
const TREE = '[role="tree"]';

beforeEach(async () => {
  await shown().ready('Lyon', 'Paris', 'Nice');
  shown().server.last.say(
    commit(2, linked('n0', 'n1'), linked('n1', 'n2'), created('x', 'Xanten'))
  );
  shown().drawn();
  shown().press('[data-panel="outline"]');
});

function rows(): string[] {
  return shown().texts('.graphsync-outline-name');
}

function active(): string {
  const id = shown().find(TREE).getAttribute('aria-activedescendant');
  return (
    document.getElementById(id ?? '')?.querySelector('.graphsync-outline-name')?.textContent ?? ''
  );
}

function press(...keys: string[]): void {
  keys.forEach((key) => shown().key(TREE, key));
}

function selected(): string[] {
  return [...shown().view.context.selection.nodeIds];
}

describe('the outline', () => {
  it('is a tree that says where each row stands', () => {
    expect(rows()).toEqual(['Lyon', 'Paris', 'Nice', 'Xanten']);
    const row = shown().find('[role="treeitem"][data-node-id="n1"]');
    expect(row.getAttribute('aria-level')).toBe('2');
    expect(row.getAttribute('aria-setsize')).toBe('1');
    expect(row.getAttribute('aria-posinset')).toBe('1');
    expect(row.getAttribute('aria-expanded')).toBe('true');
    const leaf = shown().find('[role="treeitem"][data-node-id="x"]');
    expect(leaf.hasAttribute('aria-expanded')).toBe(false);
  });

  it('is walked by arrows, which open and close', () => {
    press('ArrowDown');
    expect(active()).toBe('Paris');

    press('ArrowLeft');
    expect(rows()).toEqual(['Lyon', 'Paris', 'Xanten']);

    press('ArrowRight', 'ArrowRight');
    expect(active()).toBe('Nice');

    press('ArrowLeft', 'ArrowLeft', 'ArrowLeft');
    expect(active()).toBe('Lyon');

    press('End');
    expect(active()).toBe('Xanten');
    press('Home');
    expect(active()).toBe('Lyon');
  });

  it('goes to the name that is typed', () => {
    press('x');
    expect(active()).toBe('Xanten');
    shown().pass(1000);

    press('n', 'i');
    expect(active()).toBe('Nice');
  });

  it('opens all branches of a level by one key', () => {
    press('Home', 'ArrowLeft');
    expect(rows()).toEqual(['Lyon', 'Xanten']);

    press('*');
    expect(rows()).toContain('Paris');
  });

  it('selects by Enter and Space, and a range with Shift', () => {
    press('Enter');
    expect(selected()).toEqual(['n0']);

    press('End', ' ');
    expect(selected()).toEqual(['n0', 'x']);

    press('Home');
    shown().key(TREE, 'ArrowDown', { shiftKey: true });
    shown().key(TREE, 'ArrowDown', { shiftKey: true });
    expect(selected()).toEqual(['n0', 'n1', 'n2']);
    shown().key(TREE, 'ArrowUp', { shiftKey: true });
    expect(selected()).toEqual(['n0', 'n1']);
  });

  it('opens what leads to a node that is selected elsewhere', () => {
    press('Home', 'ArrowLeft');
    shown().view.context.selection.set(['n2']);
    shown().drawn();

    expect(rows()).toEqual(['Lyon', 'Paris', 'Nice', 'Xanten']);
    expect(active()).toBe('Nice');
    const row = shown().find('[role="treeitem"][data-node-id="n2"]');
    expect(row.getAttribute('aria-selected')).toBe('true');
  });

  it('leaves to the canvas the keys that it has no use for', () => {
    press('Enter');
    shown().key(TREE, 'Delete');

    expect(shown().server.last.ops('execute')).toMatchObject([{ command_type: 'delete-node' }]);
  });

  it('renames in place', () => {
    press('F2');
    const field = shown().find<HTMLInputElement>('.graphsync-outline-rename');
    expect(field.value).toBe('Lyon');
    field.value = 'Lugdunum';
    shown().key('.graphsync-outline-rename', 'Enter');

    expect(shown().server.last.ops('execute')).toMatchObject([
      { arguments: { node_id: 'n0', property_id: 'name', new_value: 'Lugdunum' } }
    ]);
    expect(rows()).toContain('Lugdunum');
  });

  it('does not rename for those who may only look', () => {
    shown().server.last.say(welcome({ role: 'reader', seq: 2 }));
    shown().drawn();
    press('F2');

    expect(shown().root.querySelector('.graphsync-outline-rename')).toBeNull();
  });

  it('shows what fits a search, and what leads there', () => {
    const { display } = shown().view.context;
    display.change({ filter: { text: 'nice', typeIds: [], property: undefined } });
    shown().drawn();

    expect(rows()).toEqual(['Lyon', 'Paris', 'Nice']);
    expect(shown().find('[role="treeitem"][data-node-id="n0"]').dataset['faded']).toBe('true');
    expect(shown().find('[role="treeitem"][data-node-id="n2"]').dataset['faded']).toBe('false');

    display.change({ filter: { text: 'nowhere', typeIds: [], property: undefined } });
    shown().drawn();
    expect(shown().text('.graphsync-outline > .graphsync-hint')).toBe('No node fits the search.');
  });

  it('draws only what is in sight', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => created(`m${index}`));
    shown().server.last.say(commit(3, ...many));
    shown().drawn();

    expect(shown().root.querySelectorAll('[role="treeitem"]').length).toBeLessThan(40);
  });

  it('shows names as text', () => {
    shown().server.last.say(commit(3, created('e', '<img src=x onerror=alert(1)>')));
    shown().drawn();

    expect(shown().root.querySelector('img')).toBeNull();
    expect(rows()).toContain('<img src=x onerror=alert(1)>');
  });
});
