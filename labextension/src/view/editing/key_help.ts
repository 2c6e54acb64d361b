import type { Actions } from '../actions';
import { button, element } from '../dom';
import type { Point } from '../geometry';
import { keysText } from '../keys';
import type { Anchor, Size } from '../menu/anchor';
import { Popup } from '../menu/popup';

/** Shows which keys do what, as the actions themselves say. */
export function showKeys(root: HTMLElement, home: HTMLElement, actions: Actions): void {
  const anchor = root.getBoundingClientRect();
  const label = 'Keys';
  const popup = new Popup(root, { role: 'dialog', label, anchor, home, place: inTheMiddle });
  const close = button('graphsync-icon-button', 'Close', '×', () => popup.close());
  const list = element('div', 'graphsync-keys-list', ...rowsOf(actions));
  list.tabIndex = 0;
  list.setAttribute('role', 'list');
  list.setAttribute('aria-label', 'Keys and what they do');
  popup.root.classList.add('graphsync-keys');
  popup.root.append(
    element('div', 'graphsync-keys-head', element('strong', '', label), close),
    list
  );
  popup.place();
  list.focus();
}

function rowsOf(actions: Actions): HTMLElement[] {
  return [...keysByLabel(actions)].map(([text, keys]) => {
    const caps = keys.map((one) => element('kbd', '', keysText(one)));
    const row = element('div', 'graphsync-keys-row', element('span', '', ...caps), text);
    row.setAttribute('role', 'listitem');
    return row;
  });
}

/** Actions that are called the same stand in one row, as the four arrows do. */
function keysByLabel(actions: Actions): Map<string, string[]> {
  const rows = new Map<string, string[]>();
  for (const { label, keys } of actions.all()) {
    if (keys) {
      // All four arrows are told as one.
      const told = keys.map((one) => one.replace(/Arrow(Up|Down|Left|Right)$/, 'Arrows'));
      rows.set(label, [...new Set([...(rows.get(label) ?? []), ...told])]);
    }
  }
  return rows;
}

function inTheMiddle({ left, top, right, bottom }: Anchor, size: Size, room: Size): Point {
  const middle = (from: number, to: number, length: number, most: number): number =>
    Math.max(6, Math.min((from + to - length) / 2, most - 6 - length));
  return {
    x: middle(left, right, size.width, room.width),
    y: middle(top, bottom, size.height, room.height)
  };
}
