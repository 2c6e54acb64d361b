import { placeBeside, type Anchor, type Size } from './anchor';
import type { Point } from '../geometry';
import { isGroup, rowOf, type MenuItem } from './menu_item';
import { Popup } from './popup';
import { TypeAhead } from './type_ahead';

export interface MenuOptions {
  readonly label: string;
  readonly anchor: Anchor;
  /** Where the focus goes if what had it is gone when the menu closes. */
  readonly home: HTMLElement;
  place?(anchor: Anchor, size: Size, room: Size): Point;
}

/** A menu that pops up, walked by arrows, Home, End and the first letters of its lines. */
export class Menu {
  private readonly popup: Popup;
  private readonly rows: readonly HTMLElement[];
  private readonly typeAhead = new TypeAhead();
  private inner: Menu | undefined;

  constructor(
    private readonly view: HTMLElement,
    private readonly items: readonly MenuItem[],
    options: MenuOptions,
    private readonly outer?: Menu
  ) {
    this.popup = new Popup(outer ? outer.root : view, { ...options, role: 'menu' }, () => {
      this.inner?.leave();
      outer?.shut(this);
    });
    this.rows = items.map((item) => this.add(item));
    this.root.classList.add('graphsync-menu');
    this.root.addEventListener('keydown', (event) => this.key(event));
    this.root.addEventListener('contextmenu', (event) => {
      event.preventDefault();
      event.stopPropagation();
    });
    this.popup.place();
    this.walkTo(this.walkable()[0]);
  }

  get root(): HTMLElement {
    return this.popup.root;
  }

  close(): void {
    this.popup.close();
  }

  leave(): void {
    this.popup.leave();
  }

  private add(item: MenuItem): HTMLElement {
    const row = rowOf(item);
    if (item !== 'line') {
      row.addEventListener('click', (event) => {
        event.stopPropagation();
        this.choose(row);
      });
      row.addEventListener('pointermove', () => this.pointAt(row));
    }
    this.root.append(row);
    return row;
  }

  private walkable(): HTMLElement[] {
    return this.rows.filter((_, index) => this.items[index] !== 'line');
  }

  private walkTo(row: HTMLElement | undefined): void {
    row?.focus({ preventScroll: true });
    row?.scrollIntoView?.({ block: 'nearest' });
  }

  private walkBy(by: number): void {
    const rows = this.walkable();
    const at = rows.findIndex((row) => row.matches(':focus'));
    this.walkTo(rows[(at + by + rows.length) % rows.length]);
  }

  private itemOf(row: HTMLElement): MenuItem {
    return this.items[this.rows.indexOf(row)]!;
  }

  private choose(row: HTMLElement): void {
    const item = this.itemOf(row);
    if (isGroup(item)) {
      this.openInner(row);
    } else if (item !== 'line' && !item.isDisabled) {
      this.outermost().close();
      item.run();
    }
  }

  /** Where the mouse goes, the focus goes, and what is inside shows. */
  private pointAt(row: HTMLElement): void {
    const isExpanded = row.getAttribute('aria-expanded') === 'true';
    if (isExpanded || (row.matches(':focus') && !isGroup(this.itemOf(row)))) {
      return;
    }
    this.inner?.leave();
    this.walkTo(row);
    if (isGroup(this.itemOf(row))) {
      this.openInner(row);
    }
  }

  private openInner(row: HTMLElement): void {
    const item = this.itemOf(row);
    if (isGroup(item) && !this.inner) {
      const { label, items } = item;
      const anchor = row.getBoundingClientRect();
      row.setAttribute('aria-expanded', 'true');
      const options = { label, anchor, home: row, place: placeBeside };
      this.inner = new Menu(this.view, items, options, this);
    }
  }

  private shut(inner: Menu): void {
    if (this.inner === inner) {
      this.inner = undefined;
      this.rows.forEach((row) => {
        if (row.hasAttribute('aria-expanded')) {
          row.setAttribute('aria-expanded', 'false');
        }
      });
    }
  }

  private outermost(): Menu {
    return this.outer?.outermost() ?? this;
  }

  private key(event: KeyboardEvent): void {
    const row = this.rows.find((one) => one.matches(':focus'));
    const done = this.keys(row).get(event.key);
    if (done) {
      done();
      event.preventDefault();
    } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const labels = this.walkable();
      this.walkTo(this.typeAhead.find(event.key, labels, row));
    }
  }

  private keys(row: HTMLElement | undefined): ReadonlyMap<string, () => void> {
    const choose = (): void => row && this.choose(row);
    const rows = this.walkable();
    return new Map([
      ['ArrowDown', () => this.walkBy(1)],
      ['ArrowUp', () => this.walkBy(-1)],
      ['Home', () => this.walkTo(rows[0])],
      ['End', () => this.walkTo(rows[rows.length - 1])],
      ['ArrowRight', () => row && this.openInner(row)],
      ['ArrowLeft', () => this.outer && this.close()],
      ['Enter', choose],
      [' ', choose],
      ['Tab', () => this.outermost().close()]
    ]);
  }
}
