import { describe, expect, it } from 'vitest';
import { Hands } from './hands';
import { showView } from './shown_view';

const shown = showView();
const hands = new Hands(shown);

describe('by keys alone', () => {
  it('three nodes are added and linked', async () => {
    await shown().ready();
    hands.canvas.focus();
    hands.press('N');
    hands.add('Lyon');
    hands.press('Mod+Enter');
    hands.add('Paris');
    hands.press('Enter');
    hands.add('Nice');
    hands.press('L');
    hands.write('Paris');
    hands.press('Enter');

    expect(hands.names()).toEqual(['Lyon', 'Paris', 'Nice']);
    expect(hands.links()).toEqual(['Lyon > Paris', 'Lyon > Nice', 'Nice > Paris']);
  });

  it('arrows walk down to a child, to its sibling, and up again', async () => {
    await hands.family();
    hands.press('Home');
    const walked = [hands.selected()];
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowLeft', 'ArrowUp']) {
      hands.press(key);
      walked.push(hands.selected());
    }

    expect(walked).toEqual([['Lyon'], ['Paris'], ['Nice'], ['Paris'], ['Lyon']]);
  });

  it('Shift and arrows keep what is selected', async () => {
    await hands.family();
    hands.press('Home', 'Shift+ArrowDown', 'Shift+ArrowRight');

    expect(hands.selected()).toEqual(['Lyon', 'Paris', 'Nice']);
  });

  it('Ctrl and arrows pass by, and Space selects', async () => {
    await hands.family();
    hands.press('Home', 'Mod+ArrowDown', 'Mod+ArrowRight');
    expect(hands.selected()).toEqual(['Lyon']);
    expect(shown().text('.graphsync-announcer')).toBe('Nice, city');

    hands.press(' ');
    expect(hands.selected()).toEqual(['Lyon', 'Nice']);
  });

  it('goes on from the parent of what was deleted, and selects nothing by itself', async () => {
    await hands.family();
    hands.press('Home', 'ArrowDown', 'Delete');
    expect(hands.selected()).toEqual([]);

    hands.press('ArrowDown');
    expect(hands.selected()).toEqual(['Nice']);
  });

  it('says what one comes to', async () => {
    await hands.family();
    hands.press('Home');

    expect(shown().text('.graphsync-announcer')).toBe('Lyon, city, 2 children');
  });

  it('moves the selected nodes in one command, after the last step', async () => {
    await hands.family();
    hands.select('n1', 'n2');
    hands.press('Alt+ArrowRight', 'Alt+ArrowRight', 'Alt+ArrowDown');
    shown().pass(1000);

    expect(hands.sent()).toEqual(['update-properties']);
    const [op] = shown().server.last.ops('execute');
    expect(op!.arguments).toMatchObject({ property_id: '_position', node_ids: ['n1', 'n2'] });
  });

  it('does nothing while somebody writes', async () => {
    await hands.family();
    hands.select('n1');
    hands.press('Mod+F');
    hands.press('Delete', 'A', 'Backspace');

    expect(hands.names()).toHaveLength(4);
  });
});

describe('the page around', () => {
  const reached = (keys: string): boolean => {
    let isReached = false;
    const heard = (): void => void (isReached = true);
    document.addEventListener('keydown', heard);
    hands.press(keys);
    document.removeEventListener('keydown', heard);
    return isReached;
  };

  it('gets none of the keys that mean something here, nor any that write', async () => {
    await hands.family();
    const keys = ['Delete', 'A', 'B', 'X', 'V', 'Enter', 'ArrowDown', 'Escape', 'Mod+Z', 'Mod+C'];

    expect(keys.filter(reached)).toEqual([]);
    expect(hands.canvas.hasAttribute('data-lm-suppress-shortcuts')).toBe(true);
  });

  it('gets its own keys', async () => {
    await hands.family();

    expect(['Mod+S', 'Mod+Shift+C', 'F5'].filter(reached)).toHaveLength(3);
    expect(hands.canvas.hasAttribute('data-lm-suppress-shortcuts')).toBe(false);
  });
});

it('lists the keys of all actions', async () => {
  await hands.family();
  hands.press('F1');

  expect(shown().text('.graphsync-keys')).toContain('Walk along the links');
  expect(shown().text('.graphsync-keys')).toContain('Ctrl+Shift+Z');
  hands.press('Escape');
  expect(document.activeElement).toBe(hands.canvas);
});

it('marks where the keyboard is only while keys are used', async () => {
  await hands.family();
  hands.press('ArrowDown');
  expect(hands.canvas.dataset['hand']).toBe('keys');

  hands.canvas.dispatchEvent(new Event('pointerdown'));
  expect(hands.canvas.dataset['hand']).toBe('pointer');

  hands.press('ArrowDown');
  expect(hands.canvas.dataset['hand']).toBe('keys');
});

it('opens the field for a new name every time, with a line to the server or without', async () => {
  await hands.family();
  hands.select('n1');
  const field = (): HTMLElement | null => shown().root.querySelector('.graphsync-rename input');
  for (const isCut of [false, true, true]) {
    if (isCut) {
      shown().server.last.cut();
      shown().pass(300);
    }
    hands.press('F2');
    expect(document.activeElement).toBe(field());
    expect(field()).not.toBeNull();

    hands.press('Escape');
    expect(field()).toBeNull();
    expect(document.activeElement).toBe(hands.canvas);
  }
});
