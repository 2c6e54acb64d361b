import type { ViewContext } from '../context';
import type { Point } from '../geometry';
import type { Direction } from './walking';

const STEP = 20;
const PAUSE_MS = 450;

const STEPS: Record<Direction, Point> = {
  up: { x: 0, y: -STEP },
  down: { x: 0, y: STEP },
  left: { x: -STEP, y: 0 },
  right: { x: STEP, y: 0 }
};

/** Moves the selected nodes step by step; the graph is changed once, after the last step. */
export class Nudge {
  private places = new Map<string, Point>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly context: ViewContext) {}

  /** Whether there are steps that are no change of the graph yet. */
  get isMoving(): boolean {
    return this.places.size > 0;
  }

  by(direction: Direction): void {
    const { selection, scene } = this.context;
    if (![...selection.nodeIds].every((nodeId) => this.places.has(nodeId))) {
      this.settle();
    }
    const { x: dx, y: dy } = STEPS[direction];
    for (const nodeId of selection.nodeIds) {
      const { x, y } = this.places.get(nodeId) ?? scene.placement.of(nodeId);
      this.places.set(nodeId, { x: x + dx, y: y + dy });
    }
    // A map of its own: what lies over the picture is drawn anew when it is another one.
    this.lay(new Map(this.places));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.settle(), PAUSE_MS);
  }

  /** Makes the steps so far a change of the graph. */
  settle(): void {
    clearTimeout(this.timer);
    const { scene, editor } = this.context;
    const there = [...this.places].filter(([nodeId]) => scene.replica.nodes.has(nodeId));
    this.places = new Map();
    if (there.length > 0) {
      editor.move(new Map(there));
      this.lay(undefined);
    }
  }

  private lay(moved: ReadonlyMap<string, Point> | undefined): void {
    this.context.interaction.lay({ moved });
  }
}
