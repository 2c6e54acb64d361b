import type { ViewContext } from '../context';
import { element } from '../dom';
import { AtNode } from './at_node';

type Parts = Pick<ViewContext, 'host' | 'scene' | 'selection'>;

/**
 * The node where the keyboard is: the one that was selected last, or where one walked since. A
 * selected one shows that itself; another gets a ring.
 */
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
    const show = (): void => this.show();
    // A browser goes on showing a focus that came by keys when the mouse is used since.
    const seenBy = (hand: 'keys' | 'pointer'): void => void (host.root.dataset['hand'] = hand);
    const pressed = ({ key }: KeyboardEvent): void => {
      if (!['Shift', 'Control', 'Alt', 'Meta'].includes(key)) {
        seenBy('keys');
      }
    };
    const left = (): void => {
      delete host.root.dataset['hand'];
      show();
    };
    const listeners = [
      ['focusin', show],
      ['focusout', left],
      ['keydown', pressed as EventListener],
      ['pointerdown', () => seenBy('pointer')]
    ] as const;
    listeners.forEach(([kind, heard]) => host.root.addEventListener(kind, heard));
    this.stops = [
      ...listeners.map(
        ([kind, heard]) =>
          () =>
            host.root.removeEventListener(kind, heard)
      ),
      selection.changed.connect(() => this.moveTo(selection.lead))
    ];
  }

  get nodeId(): string | undefined {
    const { nodes } = this.parts.scene.replica;
    return this.at !== undefined && nodes.has(this.at) ? this.at : undefined;
  }

  /** Goes to a node; told of none, it stays where it is, as one who let go of everything does. */
  moveTo(nodeId: string | undefined): void {
    this.at = nodeId ?? this.at;
    this.show();
  }

  private show(): void {
    const { host, selection } = this.parts;
    const { nodeId } = this;
    if (nodeId !== undefined && !selection.nodeIds.has(nodeId) && host.root.matches(':focus')) {
      this.atNode.follow();
    } else {
      this.atNode.stop();
      this.ring.hidden = true;
    }
  }

  dispose(): void {
    this.atNode.stop();
    this.stops.forEach((stop) => stop());
    this.ring.remove();
  }
}
