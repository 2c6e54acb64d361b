import { element } from '../dom';
import { focusedBeside } from '../focus';
import type { Point } from '../geometry';
import { placeBelow, type Anchor, type Size } from './anchor';

export interface PopupOptions {
  /** `menu`, `dialog` … */
  readonly role: string;
  readonly label: string;
  readonly anchor: Anchor;
  place?(anchor: Anchor, size: Size, room: Size): Point;
  /** Where the focus goes if what had it is gone when this closes. */
  readonly home: HTMLElement;
}

/**
 * Something over the page that goes away again: at Escape, and when one presses beside it. It stands
 * in the browser's top layer, where nothing clips it, and in a view's element, whose colours it has.
 */
export class Popup {
  readonly root = element('div', 'graphsync-popup');
  private readonly cameFrom: Element | null;
  private readonly stops: (() => void)[] = [];
  private isOpen = true;

  constructor(
    view: HTMLElement,
    private readonly options: PopupOptions,
    private readonly closed: () => void = () => undefined
  ) {
    this.cameFrom = focusedBeside(view);
    this.root.setAttribute('role', options.role);
    this.root.setAttribute('aria-label', options.label);
    this.root.setAttribute('popover', 'manual');
    this.root.addEventListener('keydown', (event) => this.key(event));
    view.append(this.root);
    // Browsers without a top layer leave it where it is: over the view.
    if ('showPopover' in this.root) {
      this.root.showPopover();
    }
    this.listen('pointerdown', (event) => this.pressed(event));
    this.listen('resize', () => this.close());
  }

  /** Puts it where it belongs; to be called when its content or size is another. */
  place(): void {
    const { offsetWidth: width, offsetHeight: height } = this.root;
    const room = { width: window.innerWidth, height: window.innerHeight };
    const place = this.options.place?.bind(this.options) ?? placeBelow;
    const { x, y } = place(this.options.anchor, { width, height }, room);
    this.root.style.left = `${x}px`;
    this.root.style.top = `${y}px`;
  }

  /** Goes away, and gives the focus back. */
  close(): void {
    const hadFocus = this.root.contains(focusedBeside(this.root));
    this.leave();
    if (hadFocus) {
      const back = this.cameFrom?.isConnected ? this.cameFrom : this.options.home;
      (back as HTMLElement).focus({ preventScroll: true });
    }
  }

  /** Goes away, and leaves the focus to whoever takes it. */
  leave(): void {
    if (this.isOpen) {
      this.isOpen = false;
      this.stops.forEach((stop) => stop());
      this.root.remove();
      this.closed();
    }
  }

  private key(event: KeyboardEvent): void {
    // What is written or chosen here is not meant for the graph below, nor for the page.
    event.stopPropagation();
    if (event.key === 'Escape') {
      event.preventDefault();
      this.close();
    }
  }

  private pressed(event: Event): void {
    if (!event.composedPath().includes(this.root)) {
      this.leave();
    }
  }

  private listen(kind: 'pointerdown' | 'resize', heard: (event: Event) => void): void {
    window.addEventListener(kind, heard, { capture: true });
    this.stops.push(() => window.removeEventListener(kind, heard, { capture: true }));
  }
}
