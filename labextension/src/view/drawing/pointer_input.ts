import { distance, type Point } from '../geometry';
import type { PointerAction, Target } from '../renderer';

/** What a pointer needs to know of a canvas, and what it may do there. */
export interface PointerSurface {
  targetAt(screen: Point, element: Element | null): Target;
  graphPosition(screen: Point): Point;
  panBy(dx: number, dy: number): void;
  zoomAt(factor: number, screen: Point): void;
  /** Somebody takes the view into their own hands. */
  taken(): void;
  tell(action: PointerAction): void;
}

interface Press {
  readonly pointerId: number;
  readonly start: Point;
  last: Point;
  hasMoved: boolean;
  keepsCamera: boolean;
}

const STILL_PX = 4;
const LONG_PRESS_MS = 550;
const MIDDLE_BUTTON = 1;
const LINE_PX = 16;

/** Turns what a mouse, a pen or fingers do into what they mean; pans and zooms by itself. */
export class PointerInput {
  private press: Press | undefined;
  private readonly fingers = new Map<number, Point>();
  private swallowsClick = false;
  private longPress: ReturnType<typeof setTimeout> | undefined;
  private readonly stops: (() => void)[] = [];

  constructor(
    private readonly element: HTMLElement,
    private readonly surface: PointerSurface
  ) {
    this.listen(element, 'pointerdown', (event) => this.down(event));
    this.listen(element, 'pointermove', (event) => this.hover(event));
    this.listen(element, 'pointerleave', (event) => this.leave(event));
    // A press goes on wherever the pointer is taken to.
    this.listen(window, 'pointermove', (event) => this.move(event));
    this.listen(window, 'pointerup', (event) => this.up(event));
    this.listen(window, 'pointercancel', (event) => this.cancel(event));
    this.listen(element, 'click', (event) => this.click(event));
    this.listen(element, 'dblclick', (event) => this.tell('double-click', event));
    this.listen(element, 'contextmenu', (event) => this.menu(event));
    this.listen(element, 'wheel', (event) => this.wheel(event));
  }

  dispose(): void {
    clearTimeout(this.longPress);
    this.stops.forEach((stop) => stop());
  }

  private listen<K extends keyof HTMLElementEventMap>(
    on: HTMLElement | Window,
    kind: K,
    heard: (event: HTMLElementEventMap[K]) => void
  ): void {
    const listener = heard as (event: Event) => void;
    on.addEventListener(kind, listener, { passive: false });
    this.stops.push(() => on.removeEventListener(kind, listener));
  }

  private down(event: PointerEvent): void {
    const screen = this.place(event);
    if (event.pointerType === 'touch') {
      this.fingers.set(event.pointerId, screen);
    }
    if (this.press) {
      return this.callOff(event);
    }
    this.surface.taken();
    this.swallowsClick = false;
    const isMiddle = event.button === MIDDLE_BUTTON;
    if (event.button !== 0 && !isMiddle) {
      return;
    }
    const press = { pointerId: event.pointerId, start: screen, last: screen };
    this.press = { ...press, hasMoved: false, keepsCamera: false };
    if (isMiddle) {
      event.preventDefault();
    } else {
      this.tell('down', event);
      this.waitForLongPress(event);
    }
  }

  private move(event: PointerEvent): void {
    const screen = this.place(event);
    if (this.fingers.size > 1 && this.fingers.has(event.pointerId)) {
      return this.pinch(event.pointerId, screen);
    }
    const { press } = this;
    if (press?.pointerId !== event.pointerId) {
      return;
    }
    if (!press.hasMoved && distance(press.start, screen) < STILL_PX) {
      return;
    }
    clearTimeout(this.longPress);
    if (!press.keepsCamera) {
      this.surface.panBy(screen.x - press.last.x, screen.y - press.last.y);
    }
    press.last = screen;
    press.hasMoved = true;
    this.tell('move', event);
  }

  private up(event: PointerEvent): void {
    clearTimeout(this.longPress);
    this.fingers.delete(event.pointerId);
    if (this.press?.pointerId === event.pointerId) {
      this.swallowsClick ||= this.press.hasMoved;
      this.tell('up', event);
      this.press = undefined;
    }
  }

  private cancel(event: PointerEvent): void {
    this.fingers.delete(event.pointerId);
    if (this.press?.pointerId === event.pointerId) {
      this.callOff(event);
    }
  }

  /** A second finger, or the system, takes the first one's press away. */
  private callOff(event: PointerEvent): void {
    clearTimeout(this.longPress);
    this.press = undefined;
    this.swallowsClick = true;
    this.tell('cancel', event);
  }

  private hover(event: PointerEvent): void {
    if (!this.press && event.pointerType !== 'touch') {
      this.tell('hover', event);
    }
  }

  private leave(event: PointerEvent): void {
    if (!this.press) {
      this.tell('leave', event);
    }
  }

  private click(event: MouseEvent): void {
    if (!this.swallowsClick && event.button === 0) {
      this.tell('click', event);
    }
    this.swallowsClick = false;
  }

  private menu(event: MouseEvent): void {
    event.preventDefault();
    if (!this.swallowsClick) {
      this.tell('context-menu', event);
    }
  }

  private waitForLongPress(event: PointerEvent): void {
    if (event.pointerType === 'touch') {
      this.longPress = setTimeout(() => {
        this.tell('context-menu', event);
        this.callOff(event);
      }, LONG_PRESS_MS);
    }
  }

  private pinch(pointerId: number, screen: Point): void {
    const old = this.fingers.get(pointerId)!;
    const [, other] = [...this.fingers].find(([id]) => id !== pointerId)!;
    this.fingers.set(pointerId, screen);
    const middle = { x: (screen.x + other.x) / 2, y: (screen.y + other.y) / 2 };
    this.surface.panBy((screen.x - old.x) / 2, (screen.y - old.y) / 2);
    this.surface.zoomAt(distance(screen, other) / Math.max(1, distance(old, other)), middle);
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault();
    this.surface.taken();
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : LINE_PX;
    const turn = Math.max(-120, Math.min(120, event.deltaY * pixels));
    // Two fingers on a touch pad are told as a wheel with Ctrl, in small steps.
    const factor = Math.exp(-turn * (event.ctrlKey ? 0.01 : 0.0025));
    this.surface.zoomAt(factor, this.place(event));
  }

  private tell(kind: PointerAction['kind'], event: MouseEvent): void {
    const screen = this.place(event);
    const { press } = this;
    this.surface.tell({
      kind,
      target: this.surface.targetAt(screen, asElement(event.target)),
      at: this.surface.graphPosition(screen),
      screen,
      shift: event.shiftKey,
      mod: event.ctrlKey || event.metaKey,
      alt: event.altKey,
      button: event.button,
      isTouch: (event as Partial<PointerEvent>).pointerType === 'touch',
      keepCamera: () => {
        if (press) {
          press.keepsCamera = true;
        }
      }
    });
  }

  private place({ clientX, clientY }: MouseEvent): Point {
    const { left, top } = this.element.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }
}

function asElement(target: EventTarget | null): Element | null {
  return target instanceof Element ? target : null;
}
