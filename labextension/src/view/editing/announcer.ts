import type { ViewContext } from '../context';
import { element } from '../dom';
import { counted } from '../text';
import { describe } from './relatives';

type Parts = Pick<ViewContext, 'shown' | 'scene' | 'selection'>;

/** Says to those who do not see the canvas what is selected there. */
export class Announcer {
  readonly root = element('div', 'graphsync-announcer');
  private readonly stops: readonly (() => void)[];
  private told = '';

  constructor(private readonly parts: Parts) {
    this.root.setAttribute('role', 'status');
    this.root.setAttribute('aria-live', 'polite');
    this.stops = [
      parts.selection.changed.connect(() => this.tell()),
      parts.shown.graphChanged.connect(() => this.tell())
    ];
  }

  say(text: string): void {
    this.root.textContent = text;
  }

  /** What is known of a node, as it is said when one comes to it. */
  describe(nodeId: string): string {
    const { scene } = this.parts;
    return describe(scene.replica, nodeId, (typeId) => scene.typeTitle(typeId));
  }

  dispose(): void {
    this.stops.forEach((stop) => stop());
  }

  private tell(): void {
    const sentence = this.sentence();
    if (sentence !== this.told) {
      this.told = sentence;
      this.say(sentence);
    }
  }

  private sentence(): string {
    const { nodeIds, links, lead } = this.parts.selection;
    if (links.length > 0 && nodeIds.size === 0) {
      return links.length === 1 ? this.linkSentence() : `${counted(links.length, 'link')} selected`;
    }
    if (lead === undefined) {
      return this.told === '' ? '' : 'Nothing selected';
    }
    const told = this.describe(lead);
    return nodeIds.size === 1 ? told : `${told}; ${counted(nodeIds.size, 'node')} selected`;
  }

  private linkSentence(): string {
    const { nodes } = this.parts.scene.replica;
    const { parentId, childId } = this.parts.selection.links[0]!;
    return `Link from ${nodes.get(parentId)?.name ?? parentId} to ${nodes.get(childId)?.name ?? childId}`;
  }
}
