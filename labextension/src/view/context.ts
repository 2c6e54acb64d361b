import type { Editor, Session } from '../core';
import type { Actions } from './actions';
import type { CanvasHost } from './canvas_host';
import type { Display } from './display';
import type { Interaction } from './interaction/interaction';
import type { Messages } from './messages';
import type { Scene } from './scene';
import type { Selection } from './selection';
import type { Shown } from './shown';

/** What the parts of a view share. */
export interface ViewContext {
  readonly root: HTMLElement;
  readonly session: Session;
  /** What it refuses is said by `messages`. */
  readonly editor: Editor;
  /** The graph that is shown: of now, or of the past. */
  readonly shown: Shown;
  readonly scene: Scene;
  readonly host: CanvasHost;
  readonly selection: Selection;
  /** What people do on the canvas, and what they want by that. */
  readonly interaction: Interaction;
  readonly display: Display;
  readonly actions: Actions;
  readonly messages: Messages;
}

/** One of the panels beside the canvas. */
export interface Panel {
  readonly id: string;
  readonly title: string;
  readonly root: HTMLElement;
  /** It has come into sight. */
  shown?(): void;
  dispose(): void;
}
