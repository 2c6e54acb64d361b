import type { Point } from '../geometry';
import type { PointerAction } from '../renderer';
import type { CanvasParts } from './canvas_parts';
import type { Gesture } from './gesture';

// The others see no more than this many nodes move along; at the end they see them all.
const MOST_TOLD = 200;

/**
 * Drags a node, and with it all that are selected if it is one of them. The others see it, the
 * graph is changed once, at the end.
 */
export class MoveNodes implements Gesture {
  private readonly from: Point;
  private readonly places: ReadonlyMap<string, Point>;

  constructor(
    private readonly parts: CanvasParts,
    down: PointerAction,
    nodeId: string
  ) {
    const { scene, selection } = parts;
    this.from = down.at;
    if (!selection.nodeIds.has(nodeId)) {
      selection.set([nodeId]);
    }
    const seen = [...selection.nodeIds].filter((id) => scene.isSeen(id));
    this.places = new Map(seen.map((id) => [id, scene.placement.of(id)]));
  }

  move({ at }: PointerAction): void {
    const moved = this.movedTo(at);
    this.parts.lay({ moved });
    const told = [...moved].slice(0, MOST_TOLD);
    this.parts.session.connection.present({
      dragging: Object.fromEntries(
        told.map(([nodeId, { x, y }]) => [nodeId, [Math.round(x), Math.round(y)]])
      )
    });
  }

  drop({ at }: PointerAction): void {
    const { scene, editor } = this.parts;
    const there = [...this.movedTo(at)].filter(([nodeId]) => scene.replica.nodes.has(nodeId));
    if (there.length > 0) {
      editor.move(new Map(there));
    }
    // The picture takes the move in with the next frame; until then nothing may jump back.
    requestAnimationFrame(() => this.cancel());
  }

  cancel(): void {
    this.parts.lay({ moved: undefined });
    this.parts.session.connection.present({ dragging: null });
  }

  private movedTo(at: Point): Map<string, Point> {
    const [dx, dy] = [at.x - this.from.x, at.y - this.from.y];
    return new Map(
      [...this.places].map(([nodeId, { x, y }]) => [nodeId, { x: x + dx, y: y + dy }])
    );
  }
}
