import { element } from '../dom';
import { icon, type IconName } from '../icons';

/** A line of a menu: something to do, a line between others, or a way to more lines. */
export type MenuItem = MenuChoice | MenuGroup | 'line';

export interface MenuChoice {
  readonly label: string;
  /** Told when the pointer rests on it. */
  readonly hint?: string;
  /** Its keys, as people read them. */
  readonly keys?: string;
  readonly icon?: IconName;
  /** A colour that it stands for. */
  readonly swatch?: string;
  readonly isDisabled?: boolean;
  /** Given where it is one of several that can be chosen. */
  readonly isChecked?: boolean;
  run(): void;
}

export interface MenuGroup {
  readonly label: string;
  readonly icon?: IconName;
  readonly items: readonly MenuItem[];
}

export function isGroup(item: MenuItem): item is MenuGroup {
  return item !== 'line' && 'items' in item;
}

/** Makes the element of a line. */
export function rowOf(item: MenuItem): HTMLElement {
  if (item === 'line') {
    const line = element('div', 'graphsync-menu-line');
    line.setAttribute('role', 'separator');
    return line;
  }
  const row = element('div', 'graphsync-menu-item', markOf(item));
  row.append(element('span', 'graphsync-menu-label', item.label));
  row.tabIndex = -1;
  row.setAttribute('role', 'menuitem');
  if (isGroup(item)) {
    row.setAttribute('aria-haspopup', 'menu');
    row.setAttribute('aria-expanded', 'false');
    row.append(icon('expand'));
  } else {
    dressChoice(row, item);
  }
  return row;
}

function dressChoice(row: HTMLElement, choice: MenuChoice): void {
  if (choice.isChecked !== undefined) {
    row.setAttribute('role', 'menuitemradio');
    row.setAttribute('aria-checked', String(choice.isChecked));
  }
  if (choice.hint !== undefined) {
    row.title = choice.hint;
  }
  if (choice.isDisabled) {
    row.setAttribute('aria-disabled', 'true');
  }
  if (choice.keys !== undefined) {
    const keys = element('span', 'graphsync-menu-keys', choice.keys);
    keys.setAttribute('aria-hidden', 'true');
    row.append(keys);
  }
}

function markOf(item: MenuChoice | MenuGroup): HTMLElement {
  const mark = element('span', 'graphsync-menu-mark');
  mark.setAttribute('aria-hidden', 'true');
  if (!isGroup(item) && item.swatch !== undefined) {
    const swatch = element('span', 'graphsync-swatch');
    swatch.style.setProperty('--graphsync-swatch', item.swatch);
    mark.append(swatch);
  } else if (item.icon) {
    mark.append(icon(item.icon));
  }
  return mark;
}
