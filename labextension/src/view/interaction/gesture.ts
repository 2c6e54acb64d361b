import type { PointerAction } from '../renderer';

/** Something that begins with a press and ends with its release; it can be called off. */
export interface Gesture {
  /** The pointer has left the place of the press, or has moved on. */
  move(action: PointerAction): void;
  drop(action: PointerAction): void;
  cancel(): void;
}
