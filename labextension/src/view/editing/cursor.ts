import type { ViewContext } from '../context';
import { element } from '../dom';
import { AtNode } from './at_node';

type Parts = Pick<ViewContext, 'host' | 'scene' | 'selection'>;

/** The node where the keyboard is: the one that was selected last, or where one walked since. */
export class Cursor {
  private readonly ring = element('div', 'graphsync-cursor');
  private readonly atNode: AtNode;
  private readonly stops: (() => void)[];
  private at: string | undefined;

  constructor(private readonly parts: Parts) {
    const { host, selection } = parts;
    this.atNode = new AtNode(host, this.ring, () => this.nodeId);
    this.ring.setAttribute('aria-hidden', 'true');
    this.ring.hidden = true;
    host.root.append(this.ring);
    const follow = (): void => this.atNode.follow();
    const rest = (): void => this.atNode.stop();
    host.root.addEventListener('focusin', follow);
    host.root.addEventListener('focusout', rest);
    this.stops = [
      selection.changed.connect(() => this.moveTo(selection.lead)),
      () => host.root.removeEventListener('focusin', follow),
      () => host.root.removeEventListener('focusout', rest)
    ];
  }

  get nodeId(): string | undefined {
    const { nodes } = this.parts.scene.replica;
    return this.at !== undefined && nodes.has(this.at) ? this.at : undefined;
  }

  /** Goes to a node; told of none, it stays where it is, as one who let go of everything does. */
  moveTo(nodeId: string | undefined): void {
    this.at = nodeId ?? this.at;
  }

  dispose(): void {
    this.atNode.stop();
    this.stops.forEach((stop) => stop());
    this.ring.remove();
  }
}
