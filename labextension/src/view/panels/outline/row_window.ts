import { element } from '../../dom';
import type { Branch } from './branch';
import { ROW_HEIGHT, RowView, type RowLook } from './row_view';

const SPARE = 4;
let count = 0;

/** Of many rows those that are in sight, and a few more; the others are room to scroll over. */
export class RowWindow {
  readonly root = element('div', 'graphsync-outline-rows');
  private readonly room = element('div', 'graphsync-outline-room');
  private readonly views: RowView[] = [];
  private readonly prefix = `graphsync-outline-${(count += 1)}`;
  private first = 0;

  constructor(private readonly look: (branch: Branch) => RowLook) {
    this.room.setAttribute('role', 'none');
    this.root.append(this.room);
  }

  /** The element that stands above the rows, at their scrolled place. */
  get ground(): HTMLElement {
    return this.room;
  }

  draw(rows: readonly Branch[]): void {
    const { scrollTop, clientHeight } = this.root;
    this.room.style.height = `${rows.length * ROW_HEIGHT}px`;
    const most = Math.max(0, rows.length - Math.ceil(clientHeight / ROW_HEIGHT));
    this.first = Math.max(0, Math.min(most, Math.floor(scrollTop / ROW_HEIGHT)) - SPARE);
    const shown = Math.min(
      rows.length - this.first,
      Math.ceil(clientHeight / ROW_HEIGHT) + 2 * SPARE + 1
    );
    this.provide(shown);
    this.views.forEach((view, offset) => {
      const index = this.first + offset;
      view.show(rows[index]!, index, this.look(rows[index]!));
    });
  }

  /** The row that shows a branch, while it is in sight. */
  viewOf(branch: Branch): RowView | undefined {
    return this.views.find((view) => view.branch === branch);
  }

  branchAt(target: EventTarget | null): Branch | undefined {
    const row = target instanceof Element ? target.closest('[role="treeitem"]') : null;
    return this.views.find((view) => view.root === row)?.branch;
  }

  /** Scrolls as little as needs be for a row to be seen. */
  scrollTo(index: number): void {
    const { scrollTop, clientHeight } = this.root;
    const [top, bottom] = [index * ROW_HEIGHT, (index + 1) * ROW_HEIGHT];
    if (top < scrollTop) {
      this.root.scrollTop = top;
    } else if (bottom > scrollTop + clientHeight) {
      this.root.scrollTop = bottom - clientHeight;
    }
  }

  /** Brings a row to the middle, unless it is seen already. */
  reveal(index: number): void {
    const { scrollTop, clientHeight } = this.root;
    const top = index * ROW_HEIGHT;
    if (top < scrollTop || top + ROW_HEIGHT > scrollTop + clientHeight) {
      this.root.scrollTop = top - (clientHeight - ROW_HEIGHT) / 2;
    }
  }

  /** How many rows are seen at once. */
  get pageSize(): number {
    return Math.max(1, Math.floor(this.root.clientHeight / ROW_HEIGHT) - 1);
  }

  private provide(needed: number): void {
    while (this.views.length < needed) {
      const view = new RowView(`${this.prefix}-${this.views.length}`);
      this.views.push(view);
      this.room.append(view.root);
    }
    for (const view of this.views.splice(Math.max(0, needed))) {
      view.root.remove();
    }
  }
}
