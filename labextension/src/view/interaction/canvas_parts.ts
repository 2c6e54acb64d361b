import type { Editor, Session } from '../../core';
import type { CanvasHost } from '../canvas_host';
import type { Overlay } from '../renderer';
import type { Scene } from '../scene';
import type { Selection } from '../selection';

/** What gestures work with. */
export interface CanvasParts {
  readonly session: Session;
  /** Whether the others see the same time as this canvas shows. */
  isNow(): boolean;
  readonly scene: Scene;
  readonly host: CanvasHost;
  readonly selection: Selection;
  readonly editor: Editor;
  /** Whether this canvas is there to be edited, by this person, now. */
  canWrite(): boolean;
  /** Changes what lies over the picture; what is not named stays. */
  readonly lay: (change: Overlay) => void;
}
