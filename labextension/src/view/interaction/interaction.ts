import { Signal } from '../../core';
import type { Point } from '../geometry';
import type { Overlay, PointerAction, RendererEvent, Target } from '../renderer';
import { BoxSelect } from './box_select';
import type { CanvasParts } from './canvas_parts';
import { DrawLink } from './draw_link';
import type { Gesture } from './gesture';
import { Hovering } from './hovering';
import { MoveNodes } from './move_nodes';
import { OwnPointer } from './own_pointer';
import { pick, pickForMenu } from './pick';

/** A node is asked for at a place, as the child of another if a link was drawn there. */
export interface NodeWish {
  readonly parentId?: string;
  readonly at: Point;
  readonly screen: Point;
}

/** A menu is asked for, about what is under the pointer. */
export interface MenuWish {
  readonly target: Target;
  readonly at: Point;
  readonly screen: Point;
}

/** What dragging on the empty canvas does. */
export type Tool = 'pan' | 'select';

/** What people do on the canvas with mouse, pen and fingers, turned into what they mean. */
export class Interaction {
  readonly wantsNode = new Signal<NodeWish>();
  readonly wantsRename = new Signal<string>();
  readonly wantsMenu = new Signal<MenuWish>();
  readonly toolChanged = new Signal<Tool>();
  private readonly parts: CanvasParts;
  private readonly hovering: Hovering;
  private readonly pointer: OwnPointer;
  private readonly stops: (() => void)[];
  private overlay: Overlay = {};
  private current: Tool = 'pan';
  /** What a press may become once the pointer moves. */
  private ready: (() => Gesture) | undefined;
  private gesture: Gesture | undefined;

  constructor(parts: Omit<CanvasParts, 'lay'>) {
    this.parts = { ...parts, lay: (change) => this.lay(change) };
    this.hovering = new Hovering(this.parts);
    this.pointer = new OwnPointer(parts);
    const escape = (event: KeyboardEvent): void => this.key(event);
    document.addEventListener('keydown', escape, { capture: true });
    this.stops = [
      parts.host.events.connect((event) => this.heard(event)),
      parts.host.rendererChanged.connect(() => this.cancel()),
      () => document.removeEventListener('keydown', escape, { capture: true })
    ];
  }

  get tool(): Tool {
    return this.current;
  }

  choose(tool: Tool): void {
    if (tool !== this.current) {
      this.current = tool;
      this.parts.host.root.dataset['tool'] = tool;
      this.toolChanged.emit(tool);
    }
  }

  dispose(): void {
    this.stops.forEach((stop) => stop());
    this.cancel();
    this.pointer.gone();
    this.hovering.dispose();
  }

  private heard(event: RendererEvent): void {
    switch (event.kind) {
      case 'down':
        return this.down(event);
      case 'move':
        return this.move(event);
      case 'up':
        return this.up(event);
      case 'cancel':
        return this.cancel();
      case 'click':
        return pick(event, this.parts.selection);
      case 'double-click':
        return this.doubleClick(event);
      case 'context-menu':
        return this.menu(event);
      case 'hover':
        this.pointer.at(event);
        return this.hovering.over(event);
      case 'leave':
        this.pointer.gone();
        return this.hovering.end();
      case 'camera':
      case 'lost':
        return;
      default: {
        const missing: never = event;
        return missing;
      }
    }
  }

  private down(action: PointerAction): void {
    this.ready = this.gestureFor(action);
    if (this.ready) {
      action.keepCamera();
    }
  }

  private gestureFor(down: PointerAction): (() => Gesture) | undefined {
    const { parts } = this;
    const { target, shift, alt, isTouch } = down;
    const canWrite = parts.canWrite();
    if (target.kind === 'handle' || (target.kind === 'node' && alt)) {
      return canWrite ? () => this.drawLink(target.nodeId) : undefined;
    }
    if (target.kind === 'node') {
      // A finger pans, wherever it is put; it moves only what is selected.
      const isMeant = !isTouch || parts.selection.nodeIds.has(target.nodeId);
      return canWrite && isMeant ? () => new MoveNodes(parts, down, target.nodeId) : undefined;
    }
    return shift || this.current === 'select' ? () => new BoxSelect(parts, down) : undefined;
  }

  private drawLink(from: string): Gesture {
    return new DrawLink(this.parts, from, this.wantsNode);
  }

  private move(action: PointerAction): void {
    this.pointer.at(action);
    if (this.ready) {
      this.hovering.end();
      this.gesture = this.ready();
      this.ready = undefined;
      this.parts.host.root.dataset['pointer'] = 'drag';
    }
    this.gesture?.move(action);
  }

  private up(action: PointerAction): void {
    const { gesture } = this;
    [this.gesture, this.ready] = [undefined, undefined];
    gesture?.drop(action);
    if (gesture) {
      this.hovering.over(action);
    }
  }

  private cancel(): void {
    const { gesture } = this;
    [this.gesture, this.ready] = [undefined, undefined];
    gesture?.cancel();
  }

  private doubleClick({ target, at, screen }: PointerAction): void {
    if (this.parts.canWrite()) {
      if (target.kind === 'stage') {
        this.wantsNode.emit({ at, screen });
      } else if (target.kind === 'node') {
        this.wantsRename.emit(target.nodeId);
      }
    }
  }

  private menu(action: PointerAction): void {
    const { target, at, screen } = action;
    this.cancel();
    pickForMenu(action, this.parts.selection);
    this.wantsMenu.emit({ target, at, screen });
  }

  /** Escape calls off what is being done, and means nothing else then. */
  private key(event: KeyboardEvent): void {
    if (event.key === 'Escape' && this.gesture) {
      event.preventDefault();
      event.stopPropagation();
      this.cancel();
    }
  }

  /** Changes what lies over the picture; what is not named stays. */
  lay(change: Overlay): void {
    const overlay = { ...this.overlay, ...change };
    const fields = Object.keys(change) as (keyof Overlay)[];
    if (fields.some((field) => overlay[field] !== this.overlay[field])) {
      this.overlay = overlay;
      this.parts.host.setOverlay(overlay);
    }
  }
}
