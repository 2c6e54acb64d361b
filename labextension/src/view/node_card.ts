import type { GraphNode } from '../core';
import { button, element } from './dom';
import type { Scene } from './scene';
import { valueText } from './text';

/** What is known about the node that was clicked. */
export class NodeCard {
  readonly root = element('aside', 'graphsync-card');
  private nodeId: string | undefined;

  constructor(
    private readonly scene: Scene,
    private readonly closed: () => void
  ) {
    this.root.hidden = true;
    this.root.setAttribute('aria-label', 'Selected node');
  }

  show(nodeId: string | undefined): void {
    this.nodeId = nodeId;
    this.draw();
  }

  draw(): void {
    const node = this.nodeId === undefined ? undefined : this.scene.replica.nodes.get(this.nodeId);
    this.root.hidden = !node;
    if (node) {
      this.root.replaceChildren(this.head(node), this.type(node), this.properties(node));
    }
  }

  private head(node: GraphNode): HTMLElement {
    const close = button('graphsync-icon-button', 'Close', '×', this.closed);
    return element('header', '', element('strong', '', node.name), close);
  }

  private type({ nodeId, blueprintTypeId }: GraphNode): HTMLElement {
    const { replica } = this.scene;
    const above = replica.parents(nodeId).size;
    const below = replica.children(nodeId).size;
    const title = this.scene.typeTitle(blueprintTypeId);
    return element('p', '', `${title} · ${above} in · ${below} out`);
  }

  private properties({ properties }: GraphNode): HTMLElement {
    const list = element('dl', '');
    for (const [propertyId, value] of properties) {
      if (!propertyId.startsWith('_')) {
        list.append(element('dt', '', propertyId), element('dd', '', valueText(value)));
      }
    }
    return list;
  }
}
