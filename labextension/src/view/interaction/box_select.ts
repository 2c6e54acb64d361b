import { boxOf, type Point } from '../geometry';
import type { PointerAction } from '../renderer';
import type { CanvasParts } from './canvas_parts';
import type { Gesture } from './gesture';

/** Draws a box; the nodes in it are selected at the end, with Shift beside those that are. */
export class BoxSelect implements Gesture {
  private readonly from: Point;

  constructor(
    private readonly parts: CanvasParts,
    down: PointerAction
  ) {
    this.from = down.at;
  }

  move({ at }: PointerAction): void {
    this.parts.lay({ band: boxOf(this.from, at) });
  }

  drop({ at, shift, mod }: PointerAction): void {
    const { host, selection, lay } = this.parts;
    const nodeIds = host.current?.nodesIn(boxOf(this.from, at)) ?? [];
    if (shift || mod) {
      selection.add(nodeIds);
    } else {
      selection.set(nodeIds);
    }
    lay({ band: undefined });
  }

  cancel(): void {
    this.parts.lay({ band: undefined });
  }
}
