import type { ShownView } from './shown_view';

interface Held {
  shiftKey?: boolean;
  ctrlKey?: boolean;
  altKey?: boolean;
}

type Place = readonly [x: number, y: number];

/** A mouse over the canvas of a shown view; places are nodes' ids or pixels. */
export class Mouse {
  private held: Held = {};

  constructor(private readonly shown: ShownView) {}

  hold(held: Held): this {
    this.held = held;
    return this;
  }

  over(place: string | Place): this {
    return this.send('pointermove', place);
  }

  down(place: string | Place): this {
    return this.send('pointerdown', place);
  }

  up(place: string | Place): this {
    this.send('pointerup', place);
    return this.send('click', place);
  }

  click(place: string | Place): this {
    return this.down(place).up(place);
  }

  doubleClick(place: string | Place): this {
    return this.click(place).click(place).send('dblclick', place);
  }

  rightClick(place: string | Place): this {
    return this.send('pointerdown', place, 2).send('contextmenu', place, 2);
  }

  /** Presses at the first place, passes the others, and lets go at the last. */
  drag(...places: (string | Place)[]): this {
    this.down(places[0]!);
    places.slice(1).forEach((place) => this.over(place));
    return this.up(places[places.length - 1]!);
  }

  leave(): this {
    return this.send('pointerleave', [0, 0]);
  }

  wheel(place: string | Place, deltaY: number): this {
    const [clientX, clientY] = this.pixels(place);
    this.element.dispatchEvent(
      Object.assign(new Event('wheel', { bubbles: true, cancelable: true }), {
        clientX,
        clientY,
        deltaY,
        deltaMode: 0,
        ctrlKey: false
      })
    );
    this.shown.drawn();
    return this;
  }

  /** Where a node is, and so many pixels beside it. */
  beside(nodeId: string, dx: number, dy: number): Place {
    const [x, y] = this.pixels(nodeId);
    return [x + dx, y + dy];
  }

  private get element(): HTMLElement {
    return this.shown.find('.graphsync-surface');
  }

  private send(kind: string, place: string | Place, button = 0): this {
    const [clientX, clientY] = this.pixels(place);
    const options = { bubbles: true, cancelable: true, clientX, clientY, button, ...this.held };
    const isPointer = kind.startsWith('pointer');
    this.element.dispatchEvent(
      isPointer
        ? new PointerEvent(kind, { ...options, pointerId: 1, pointerType: 'mouse' })
        : new MouseEvent(kind, options)
    );
    this.shown.drawn();
    return this;
  }

  private pixels(place: string | Place): Place {
    if (typeof place !== 'string') {
      return place;
    }
    const { x, y } = this.shown.view.renderer!.screenPosition(place)!;
    return [x, y];
  }
}
