import type { LinkEnds } from '../../../core';
import type { ViewContext } from '../../context';
import { button, element } from '../../dom';
import { nodeChips } from '../node_chips';

/** Which link it is: from which node to which, and what takes it away. */
export class LinkHead {
  readonly root = element('header', 'graphsync-inspector-head');
  private readonly ends = element('div', 'graphsync-link-ends');
  private told = '';

  constructor(
    private readonly context: ViewContext,
    private readonly link: LinkEnds,
    private readonly show: (nodeIds: readonly string[]) => void,
    canWrite: boolean
  ) {
    this.root.append(
      element('div', 'graphsync-inspector-type', 'Link, from parent to child'),
      this.ends
    );
    if (canWrite) {
      const remove = button('graphsync-button', 'Remove this link', 'Remove this link', () =>
        context.editor.unlink(link.parentId, link.childId)
      );
      this.root.append(remove);
    }
    this.draw();
  }

  draw(): void {
    const { parentId, childId } = this.link;
    const { nodes } = this.context.scene.replica;
    const key = JSON.stringify([nodes.get(parentId)?.name, nodes.get(childId)?.name]);
    if (key !== this.told) {
      this.told = key;
      const [parent, child] = [parentId, childId].map((id) =>
        nodeChips(this.context, [id], this.show)
      );
      const arrow = element('span', 'graphsync-link-arrow', '→');
      arrow.setAttribute('aria-label', 'leads to');
      arrow.setAttribute('role', 'img');
      this.ends.replaceChildren(parent!, arrow, child!);
    }
  }
}
