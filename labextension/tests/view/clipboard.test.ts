import { describe, expect, it, vi } from 'vitest';
import { Hands } from './hands';
import { showView } from './shown_view';

const shown = showView();
const hands = new Hands(shown);

/** What a browser puts into the events of its clipboard. */
class Board {
  private readonly texts = new Map<string, string>();

  setData(type: string, text: string): void {
    this.texts.set(type, text);
  }

  getData(type: string): string {
    return this.texts.get(type) ?? '';
  }
}

/** The browser's own event; returns whether somebody answered to it. */
function happens(kind: 'copy' | 'cut' | 'paste', board: Board): boolean {
  const clipboardData = board as unknown as DataTransfer;
  const event = new ClipboardEvent(kind, { clipboardData, bubbles: true, cancelable: true });
  document.body.dispatchEvent(event);
  shown().drawn();
  return event.defaultPrevented;
}

function plain(text: string): Board {
  const board = new Board();
  board.setData('text/plain', text);
  return board;
}

describe('the clipboard', () => {
  it('takes the selected nodes and the links among them, as JSON', async () => {
    await hands.family();
    hands.select('n0', 'n1');
    const board = new Board();

    expect(happens('copy', board)).toBe(true);
    const copied = JSON.parse(board.getData('text/plain')) as Record<string, unknown[]>;
    expect(copied['nodes']).toHaveLength(2);
    expect(copied['links']).toMatchObject([{ parent_id: 'n0', child_id: 'n1' }]);
    expect(board.getData('application/x-graphsync+json')).toBe(board.getData('text/plain'));
  });

  it('gives them back, beside where they were, and selects them', async () => {
    await hands.family();
    hands.select('n1');
    const board = new Board();
    happens('copy', board);
    happens('paste', board);

    expect(hands.names()).toEqual(['Lyon', 'Paris', 'Nice', 'Oslo', 'Paris']);
    expect(hands.selected()).toEqual(['Paris']);
    const [pasted] = shown().view.context.selection.nodeIds;
    const place = shown().session.store.replica.nodes.get(pasted!)!.properties.get('_position');
    expect(place).toEqual([40, 130]);
  });

  it('gives what was cut back in its old place', async () => {
    await hands.family();
    hands.select('n3');
    const board = new Board();
    happens('cut', board);
    expect(hands.names()).toEqual(['Lyon', 'Paris', 'Nice']);

    happens('paste', board);
    const [pasted] = shown().view.context.selection.nodeIds;
    const { name, properties } = shown().session.store.replica.nodes.get(pasted!)!;
    expect([name, properties.get('_position')]).toEqual(['Oslo', [240, 0]]);
  });

  it('makes a node of each line of other text, once their type is chosen', async () => {
    await hands.family();
    happens('paste', plain('Rome\n\n  Bari \r\nPisa'));
    expect(shown().text('.graphsync-popup strong')).toBe('3 new nodes, one for each line');

    hands.submit();
    expect(hands.names().slice(4)).toEqual(['Rome', 'Bari', 'Pisa']);
    expect(hands.sent()).toEqual(['batch']);
  });

  it('says what fits where something does not', async () => {
    await hands.family();
    happens('paste', plain('{"cells": []}'));

    expect(hands.said()).toContain('Only nodes that were copied from a graph can be pasted');
    expect(hands.names()).toHaveLength(4);
  });

  it("is the page's while the focus is elsewhere, or in a field", async () => {
    await hands.family();
    hands.select('n0');
    hands.press('Mod+F');
    expect(happens('copy', new Board())).toBe(false);

    (document.activeElement as HTMLElement).blur();
    expect(happens('paste', plain('Rome'))).toBe(false);
  });

  it('takes what readers copy, and keeps what they paste away', async () => {
    await hands.family();
    shown().session.store.role = 'reader';
    hands.select('n0');

    expect(happens('copy', new Board())).toBe(true);
    expect(happens('paste', plain('Rome'))).toBe(false);
  });

  it('says which keys help where pages may not read it', async () => {
    await hands.family();
    vi.spyOn(navigator.clipboard, 'readText').mockRejectedValue(new Error('not allowed'));
    hands.run('paste');
    await shown().settled();

    expect(hands.said()).toContain('press Ctrl+V');
  });
});
