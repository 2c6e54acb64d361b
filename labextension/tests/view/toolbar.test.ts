import { describe, expect, it } from 'vitest';
import { Hands } from './hands';
import { showView } from './shown_view';

const shown = showView();
const hands = new Hands(shown);

function tool(id: string): HTMLButtonElement {
  return shown().find<HTMLButtonElement>(`.graphsync-tool[data-action="${id}"]`);
}

describe('the toolbar', () => {
  it('offers what is possible at the moment', async () => {
    await hands.family();
    expect(tool('delete').disabled).toBe(true);

    hands.select('n1');
    expect(tool('delete').disabled).toBe(false);
    tool('delete').click();
    expect(hands.names()).not.toContain('Paris');
  });

  it('is one stop for Tab, and arrows go along it', async () => {
    await hands.family();
    const stops = [...shown().root.querySelectorAll<HTMLElement>('.graphsync-tool')];
    expect(stops.filter((one) => one.tabIndex === 0)).toEqual([tool('add-node')]);

    tool('add-node').focus();
    hands.press('ArrowRight', 'ArrowRight');
    expect(document.activeElement).toBe(tool('box-select'));
    hands.press('End');
    expect(document.activeElement).toBe(tool('toggle-side'));
    hands.press('ArrowRight');
    expect(document.activeElement).toBe(tool('add-node'));
  });

  it('keeps the focus when what had it cannot be pressed any more', async () => {
    await hands.family();
    hands.select('n1');
    tool('delete').focus();
    tool('delete').click();
    shown().drawn();

    expect(tool('delete').disabled).toBe(true);
    expect(shown().root.querySelector('.graphsync-toolbar')!.contains(document.activeElement)).toBe(
      true
    );
    expect((document.activeElement as HTMLButtonElement).disabled).toBe(false);
  });

  it('opens menus, from which the focus comes back', async () => {
    await hands.family();
    tool('more').focus();
    tool('more').click();
    expect(shown().texts('[role="menu"] .graphsync-menu-label')).toContain('Select');

    hands.press('Escape');
    expect(document.activeElement).toBe(tool('more'));
  });

  it('names the layouts', async () => {
    await hands.family();
    tool('arrange').click();

    expect(shown().texts('[role="menu"] .graphsync-menu-label')).toContain('Layers');
  });

  it('does not take the keys of its buttons for those of the graph', async () => {
    await hands.family();
    hands.select('n1');
    tool('fit').focus();
    hands.press('Enter', 'N');

    expect(shown().root.querySelector('.graphsync-popup')).toBeNull();
  });
});
