import { element } from '../../dom';
import type { Branch } from './branch';

export const ROW_HEIGHT = 26;
const INDENT = 14;
// Deeper than this, rows stand where those above them stand: else names would leave the panel.
const MOST_INDENTS = 10;

/** What a row shows of its node. */
export interface RowLook {
  readonly name: string;
  readonly typeTitle: string;
  readonly color: string;
  readonly parentCount: number;
  readonly isOpen: boolean;
  readonly isSelected: boolean;
  readonly isActive: boolean;
  /** It only leads to what a filter asks for. */
  readonly isFaded: boolean;
}

/** One line of the outline; lines that scroll out of sight are used again for others. */
export class RowView {
  readonly root = element('div', 'graphsync-outline-row');
  branch: Branch | undefined;
  private readonly twisty = element('span', 'graphsync-twisty');
  private readonly dot = element('span', 'graphsync-dot');
  private readonly name = element('span', 'graphsync-outline-name');
  private readonly mark = element('span', 'graphsync-outline-mark');

  constructor(id: string) {
    this.root.id = id;
    this.root.setAttribute('role', 'treeitem');
    this.twisty.setAttribute('aria-hidden', 'true');
    this.root.append(this.twisty, this.dot, this.name, this.mark);
  }

  show(branch: Branch, index: number, look: RowLook): void {
    const { root } = this;
    this.branch = branch;
    root.style.transform = `translateY(${index * ROW_HEIGHT}px)`;
    root.style.paddingLeft = `${4 + Math.min(branch.depth, MOST_INDENTS) * INDENT}px`;
    root.dataset['nodeId'] = branch.nodeId;
    root.dataset['faded'] = String(look.isFaded);
    root.dataset['active'] = String(look.isActive);
    this.tell(branch, look);
    this.twisty.dataset['state'] = branch.hasChildren ? (look.isOpen ? 'open' : 'closed') : 'none';
    this.dot.style.setProperty('--graphsync-person', look.color);
    this.name.textContent = look.name || 'no name';
    this.name.title = `${look.name} (${look.typeTitle})`;
    this.showMark(branch, look.parentCount);
  }

  private tell(branch: Branch, { isOpen, isSelected }: RowLook): void {
    const { root } = this;
    root.setAttribute('aria-level', String(branch.depth + 1));
    root.setAttribute('aria-posinset', String(branch.position));
    root.setAttribute('aria-setsize', String(branch.siblings));
    root.setAttribute('aria-selected', String(isSelected));
    if (branch.hasChildren) {
      root.setAttribute('aria-expanded', String(isOpen));
    } else {
      root.removeAttribute('aria-expanded');
    }
  }

  private showMark(branch: Branch, parentCount: number): void {
    const isShared = parentCount > 1;
    this.mark.hidden = !branch.isCircle && !isShared;
    this.mark.textContent = branch.isCircle ? '↺' : '↗';
    this.mark.title = branch.isCircle
      ? 'A circle: this node is further up already'
      : `Hangs below ${parentCount} nodes, and shows up below each`;
  }
}
