import type { ViewContext } from '../context';
import type { Point } from '../geometry';
import type { Asking } from './asking';
import type { Cursor } from './cursor';

/** What edit actions work with. */
export interface EditingParts {
  readonly context: ViewContext;
  readonly cursor: Cursor;
  readonly asking: Asking;
  /** Where in the graph the mouse points at the moment, if it is over the canvas. */
  pointer(): Point | undefined;
}
