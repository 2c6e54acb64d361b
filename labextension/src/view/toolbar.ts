import type { Actions } from './actions';
import { button, element } from './dom';
import { icon, type IconName } from './icons';
import { keysText } from './keys';
import { choiceOf } from './menu/action_items';
import { Menu } from './menu/menu';
import type { MenuItem } from './menu/menu_item';

/** A button that opens a menu. */
export interface ToolMenu {
  readonly id: string;
  readonly label: string;
  readonly icon: IconName;
  /** Whether there is anything in it; else the button is not there. */
  isThere(): boolean;
  /** Made when the menu opens. */
  items(): readonly MenuItem[];
}

export interface ToolbarOptions {
  /** Actions and menus, in order. Those for which there is no room go under More. */
  readonly tools: readonly (string | ToolMenu)[];
  /** What stands under More in any case. */
  moreItems(): readonly MenuItem[];
  /** Actions that stay in sight, at the end. */
  readonly last: readonly string[];
  readonly view: HTMLElement;
  /** Where the focus goes after a menu, if what had it is gone. */
  readonly home: HTMLElement;
}

/**
 * A row of buttons; what is not possible at the moment cannot be pressed. Tab gets to the row, and
 * arrows from one to the next.
 */
export class Toolbar {
  readonly root = element('div', 'graphsync-toolbar');
  private readonly row = element('div', 'graphsync-tools');
  private readonly buttons: HTMLButtonElement[] = [];
  private visited: HTMLButtonElement | undefined;
  private readonly redraws: (() => void)[] = [];
  private readonly stop: () => void;
  private readonly sizes = new ResizeObserver(() => this.hideOverflow());

  constructor(
    private readonly actions: Actions,
    private readonly options: ToolbarOptions
  ) {
    this.root.setAttribute('role', 'toolbar');
    this.root.setAttribute('aria-label', 'Graph');
    this.root.append(this.row);
    options.tools.forEach((tool) => this.row.append(this.add(tool)));
    const isThere = (): boolean => true;
    const items = (): MenuItem[] => this.more();
    const more = this.add({ id: 'more', label: 'More', icon: 'more', isThere, items });
    this.root.append(more, ...options.last.map((id) => this.add(id)));
    this.root.addEventListener('keydown', (event) => this.key(event));
    this.root.addEventListener('focusin', () => this.moveStop());
    this.stop = actions.changed.connect(() => this.draw());
    this.sizes.observe(this.row);
    this.draw();
  }

  dispose(): void {
    this.stop();
    this.sizes.disconnect();
  }

  private add(tool: string | ToolMenu): HTMLButtonElement {
    const made = typeof tool === 'string' ? this.forAction(tool) : this.forMenu(tool);
    this.buttons.push(made);
    return made;
  }

  private forAction(id: string): HTMLButtonElement {
    const action = this.actions.get(id)!;
    const keys = action.keys?.[0];
    const label = keys === undefined ? action.label : `${action.label} (${keysText(keys)})`;
    const made = button('graphsync-tool', label, '', () => this.actions.run(id));
    made.append(action.icon ? icon(action.icon) : action.label);
    made.dataset['action'] = id;
    this.redraws.push(() => {
      made.disabled = !this.actions.isOffered(id);
      made.title = [label, this.actions.whyNot(id) ?? []].flat().join('. ');
      if (action.isOn) {
        made.setAttribute('aria-pressed', String(action.isOn()));
      }
    });
    return made;
  }

  private forMenu(tool: ToolMenu): HTMLButtonElement {
    const { id, label } = tool;
    const { view, home } = this.options;
    const made = button('graphsync-tool', label, '', () => {
      new Menu(view, tool.items(), { label, anchor: made.getBoundingClientRect(), home });
    });
    made.append(icon(tool.icon));
    made.dataset['action'] = id;
    made.setAttribute('aria-haspopup', 'menu');
    this.redraws.push(() => {
      made.hidden = !tool.isThere();
    });
    return made;
  }

  private draw(): void {
    const focused = this.buttons.find((made) => made.matches(':focus'));
    this.redraws.forEach((redraw) => redraw());
    this.hideOverflow();
    this.moveStop();
    if (focused?.disabled) {
      this.buttons.find((made) => made.tabIndex === 0)?.focus();
    }
  }

  /** The row wraps, and only its first line is seen: what is further down is under More. */
  private hideOverflow(): void {
    const top = this.row.offsetTop;
    for (const made of this.row.children as Iterable<HTMLElement>) {
      made.classList.toggle('graphsync-tool-over', made.offsetTop > top + made.offsetHeight / 2);
    }
  }

  private more(): MenuItem[] {
    const over = this.options.tools.flatMap((tool, index): MenuItem[] => {
      return this.isOver(this.buttons[index]!) ? this.lineOf(tool) : [];
    });
    const rest = this.options.moreItems();
    return over.length > 0 && rest.length > 0 ? [...over, 'line', ...rest] : [...over, ...rest];
  }

  private lineOf(tool: string | ToolMenu): MenuItem[] {
    if (typeof tool !== 'string') {
      return tool.isThere() ? [{ label: tool.label, icon: tool.icon, items: tool.items() }] : [];
    }
    return this.actions.isOffered(tool) ? [choiceOf(this.actions, this.actions.get(tool)!)] : [];
  }

  private isOver(made: HTMLElement): boolean {
    return made.classList.contains('graphsync-tool-over');
  }

  private reachable(): HTMLButtonElement[] {
    return this.buttons.filter((made) => !made.disabled && !made.hidden && !this.isOver(made));
  }

  /** One of the buttons is the stop for Tab: the one that had the focus last, or the first. */
  private moveStop(): void {
    const reachable = this.reachable();
    this.visited = reachable.find((made) => made.matches(':focus')) ?? this.visited;
    const stop = reachable.find((made) => made === this.visited) ?? reachable[0];
    this.buttons.forEach((made) => {
      made.tabIndex = made === stop ? 0 : -1;
    });
  }

  private key(event: KeyboardEvent): void {
    const reachable = this.reachable();
    const at = reachable.findIndex((made) => made.matches(':focus'));
    const next = new Map([
      ['ArrowLeft', at - 1 + reachable.length],
      ['ArrowRight', at + 1],
      ['Home', 0],
      ['End', reachable.length - 1]
    ]).get(event.key);
    if (next !== undefined && at >= 0) {
      reachable[next % reachable.length]!.focus();
      event.preventDefault();
      event.stopPropagation();
    }
  }
}
