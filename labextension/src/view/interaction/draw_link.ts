import type { Signal } from '../../core';
import type { PointerAction } from '../renderer';
import type { CanvasParts } from './canvas_parts';
import type { Gesture } from './gesture';
import type { NodeWish } from './interaction';

/** Draws a link from a node; dropped on nothing, it asks for a node there. */
export class DrawLink implements Gesture {
  private asked: { target: string; problem: string | undefined } | undefined;

  constructor(
    private readonly parts: CanvasParts,
    private readonly from: string,
    private readonly wantsNode: Signal<NodeWish>
  ) {}

  move({ at, target }: PointerAction): void {
    const childId = this.childOf(target);
    const draft = { from: this.from, to: at };
    if (childId === undefined) {
      return this.parts.lay({ draft });
    }
    this.parts.lay({ draft: { ...draft, target: childId, problem: this.problem(childId) } });
  }

  drop({ at, screen, target }: PointerAction): void {
    const childId = this.childOf(target);
    this.cancel();
    if (childId !== undefined && this.problem(childId) === undefined) {
      this.parts.editor.link(this.from, childId);
    } else if (target.kind === 'stage' || target.kind === 'link') {
      this.wantsNode.emit({ parentId: this.from, at, screen });
    }
  }

  cancel(): void {
    this.parts.lay({ draft: undefined });
  }

  private childOf(target: PointerAction['target']): string | undefined {
    return target.kind === 'node' && target.nodeId !== this.from ? target.nodeId : undefined;
  }

  /** Whether a link closes a ring takes a walk through the graph: it is asked once a target. */
  private problem(target: string): string | undefined {
    if (this.asked?.target !== target) {
      this.asked = { target, problem: this.parts.editor.linkProblem(this.from, target) };
    }
    return this.asked.problem;
  }
}
