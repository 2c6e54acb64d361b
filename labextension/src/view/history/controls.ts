import { button, element } from '../dom';
import { icon, type IconName } from '../icons';
import { Menu } from '../menu/menu';
import type { MenuItem } from '../menu/menu_item';

/** A button with an icon, and a word beside it where one is given. */
export function tool(
  name: IconName,
  label: string,
  pressed: () => void,
  text = ''
): HTMLButtonElement {
  const made = button('graphsync-tool', label, '', pressed);
  made.append(icon(name), ...(text ? [element('span', 'graphsync-tool-text', text)] : []));
  return made;
}

/** A button that opens a menu, which is made when it opens. */
export function menuTool(
  view: HTMLElement,
  made: HTMLButtonElement,
  label: string,
  items: () => MenuItem[]
): HTMLButtonElement {
  made.setAttribute('aria-haspopup', 'menu');
  made.addEventListener('click', () => {
    new Menu(view, items(), { label, anchor: made.getBoundingClientRect(), home: made });
  });
  return made;
}

/** A list to choose from; its options are replaced only where they are others. */
export class Choice {
  readonly root = element('select', 'graphsync-kind');
  private drawn = '';

  constructor(label: string, chosen: (value: string) => void) {
    this.root.setAttribute('aria-label', label);
    this.root.title = label;
    this.root.addEventListener('change', () => chosen(this.root.value));
  }

  draw(options: readonly (readonly [string, string])[], value: string): void {
    const key = JSON.stringify(options);
    if (key !== this.drawn) {
      this.drawn = key;
      const made = options.map(([each, title]) => {
        const option = element('option', '', title);
        option.value = each;
        return option;
      });
      this.root.replaceChildren(...made);
    }
    this.root.value = value;
  }
}
