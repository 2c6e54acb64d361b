import { describe, expect, it } from 'vitest';
import { anchorAt, placeBelow, placeBeside } from '../../src/view/menu/anchor';
import { Hands } from './hands';
import { showView } from './shown_view';

const shown = showView();
const hands = new Hands(shown);
const ITEM = '.graphsync-menu-item > .graphsync-menu-label';

function focused(): string {
  return document.activeElement!.querySelector('.graphsync-menu-label')?.textContent ?? '';
}

async function openMenu(...nodeIds: string[]): Promise<void> {
  await hands.family();
  hands.select(...nodeIds);
  hands.press('Shift+F10');
}

describe('a menu', () => {
  it('is about what is selected', async () => {
    await openMenu('n0');

    const labels = shown().texts(ITEM);
    expect(labels).toContain('Add a child…');
    expect(labels).toContain('Collapse');
    expect(labels).not.toContain('Unpin');
    expect(shown().find('[role="menu"]').getAttribute('aria-label')).toBe('Selection');
  });

  it('is about the graph where nothing is', async () => {
    await openMenu();

    const labels = shown().texts(ITEM);
    expect(labels.slice(0, 2)).toEqual(['Add a node…', 'Paste']);
    expect(labels).toContain('Select all');
    expect(labels).not.toContain('Delete');
  });

  it('holds nothing that readers may not do', async () => {
    await hands.family();
    shown().session.store.role = 'reader';
    hands.select('n0');
    hands.press('ContextMenu');

    const labels = shown().texts(ITEM);
    expect(labels).toContain('Copy');
    expect(labels).not.toContain('Rename');
  });

  it('has no line at an end, nor two together', async () => {
    await openMenu('n0');

    const roles = [...shown().find('[role="menu"]').children].map((row) => row.role);
    expect(roles[0]).not.toBe('separator');
    expect(roles.join(' ')).not.toMatch(/separator( separator|$)/);
  });

  it('is walked by arrows, Home and End, around its ends', async () => {
    await openMenu('n0');
    const first = focused();
    hands.press('ArrowUp');
    const last = focused();
    hands.press('ArrowDown');
    expect(focused()).toBe(first);

    hands.press('End');
    expect(focused()).toBe(last);
    hands.press('Home');
    expect(focused()).toBe(first);
  });

  it('is walked by first letters', async () => {
    await openMenu('n0');
    hands.press('R');
    expect(focused()).toBe('Rename');

    shown().pass(1000);
    hands.press('D', 'E', 'L');
    expect(focused()).toBe('Delete');
  });

  it('opens what is inside to the right, and goes back to the left', async () => {
    await openMenu('n0');
    hands.press('C', 'C', 'C');
    expect(focused()).toBe('Colour');

    hands.press('ArrowRight');
    expect(focused()).toBe('Blue');
    hands.press('ArrowLeft');
    expect(focused()).toBe('Colour');
    expect(shown().root.querySelectorAll('[role="menu"]')).toHaveLength(1);
  });

  it('does what is chosen, and gives the focus back', async () => {
    await openMenu('n3');
    hands.press('End', 'Enter');

    expect(hands.names()).not.toContain('Oslo');
    expect(document.activeElement).toBe(hands.canvas);
  });

  it('goes away at Escape, and does nothing', async () => {
    await openMenu('n0');
    hands.press('Escape');

    expect(shown().root.querySelector('[role="menu"]')).toBeNull();
    expect(hands.selected()).toEqual(['Lyon']);
    expect(document.activeElement).toBe(hands.canvas);
  });

  it('goes away when one presses beside it', async () => {
    await openMenu('n0');
    document.body.dispatchEvent(new Event('pointerdown', { bubbles: true, composed: true }));

    expect(shown().root.querySelector('[role="menu"]')).toBeNull();
  });

  it('keeps its keys from the graph', async () => {
    await openMenu('n0');
    hands.press('Delete');

    expect(hands.names()).toHaveLength(4);
  });
});

describe('what pops up', () => {
  const room = { width: 800, height: 600 };
  const size = { width: 200, height: 300 };

  it('stands below its place, and above it where there is more room', () => {
    expect(placeBelow(anchorAt({ x: 100, y: 100 }), size, room)).toEqual({ x: 100, y: 100 });
    expect(placeBelow(anchorAt({ x: 100, y: 500 }), size, room)).toEqual({ x: 100, y: 200 });
  });

  it('stands to the right of its place, and to the left where the window ends', () => {
    expect(placeBeside(anchorAt({ x: 100, y: 100 }), size, room)).toEqual({ x: 100, y: 100 });
    expect(placeBeside(anchorAt({ x: 700, y: 100 }), size, room)).toEqual({ x: 500, y: 100 });
  });

  it('never leaves the window', () => {
    const corner = placeBelow(anchorAt({ x: 790, y: 590 }), size, room);
    expect(corner).toEqual({ x: 594, y: 290 });
  });
});
