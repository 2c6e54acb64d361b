import type { PointerAction } from '../renderer';
import type { CanvasParts } from './canvas_parts';

// A pointer on its way to somewhere else does not make the picture flicker.
const REST_MS = 90;

/** Shows what is under the pointer: a node's neighbours, and the knob that links are drawn from. */
export class Hovering {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private rested: string | undefined;

  constructor(private readonly parts: CanvasParts) {}

  over({ target }: PointerAction): void {
    const { host, lay } = this.parts;
    const nodeId = target.kind === 'node' || target.kind === 'handle' ? target.nodeId : undefined;
    host.root.dataset['pointer'] = target.kind;
    lay({ handle: this.parts.canWrite() ? (nodeId ?? this.onlySelected()) : undefined });
    this.rest(nodeId);
  }

  /** Nothing is hovered: the pointer left, or something is being done. */
  end(): void {
    this.parts.host.root.dataset['pointer'] = 'stage';
    this.parts.lay({ handle: undefined });
    this.rest(undefined);
  }

  dispose(): void {
    clearTimeout(this.timer);
  }

  private rest(nodeId: string | undefined): void {
    if (nodeId === this.rested) {
      return;
    }
    this.rested = nodeId;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.parts.host.current?.setHighlight(nodeId), REST_MS);
  }

  private onlySelected(): string | undefined {
    const { nodeIds } = this.parts.selection;
    const [first] = nodeIds;
    return nodeIds.size === 1 && first !== undefined && this.parts.scene.isSeen(first)
      ? first
      : undefined;
  }
}
