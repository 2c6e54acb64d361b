import { Signal } from '../../../core';
import type { ViewContext } from '../../context';
import type { Branch } from './branch';
import type { Branches } from './branches';
import { RenameField } from './rename_field';
import type { RowLook } from './row_view';
import { RowWindow } from './row_window';
import { TreeKeys, type TreeCursor } from './tree_keys';

/** The rows of the outline, in step with what is selected; one of them is where one is. */
export class OutlineTree implements TreeCursor {
  /** It is to be drawn again. */
  readonly changed = new Signal<void>();
  private readonly window = new RowWindow((branch) => this.look(branch));
  private readonly keys = new TreeKeys(this);
  private readonly sizes = new ResizeObserver(() => this.changed.emit());
  private current: Branch | undefined;
  private anchor: Branch | undefined;
  private renaming: { field: RenameField; branch: Branch } | undefined;
  private isOwnSelection = false;

  constructor(
    private readonly context: ViewContext,
    readonly branches: Branches,
    private readonly show: (nodeIds: readonly string[]) => void
  ) {
    const { root } = this;
    root.tabIndex = 0;
    root.setAttribute('role', 'tree');
    root.setAttribute('aria-label', 'Nodes');
    root.setAttribute('aria-multiselectable', 'true');
    root.addEventListener('scroll', () => this.changed.emit());
    root.addEventListener('click', (event) => this.clicked(event));
    root.addEventListener('dblclick', (event) => this.clickedTwice(event));
    root.addEventListener('keydown', (event) => this.pressed(event));
    this.sizes.observe(root);
  }

  get root(): HTMLElement {
    return this.window.root;
  }

  get active(): Branch | undefined {
    return this.current;
  }

  get pageSize(): number {
    return this.window.pageSize;
  }

  dispose(): void {
    this.sizes.disconnect();
  }

  nameOf({ nodeId }: Branch): string {
    return this.context.scene.replica.nodes.get(nodeId)?.name ?? '';
  }

  go(branch: Branch): void {
    this.current = branch;
    this.anchor = branch;
    this.window.scrollTo(this.branches.rows.indexOf(branch));
    this.draw();
  }

  extend(branch: Branch): void {
    const { rows } = this.branches;
    const anchor = this.anchor ?? this.current ?? branch;
    const ends = [rows.indexOf(anchor), rows.indexOf(branch)];
    const taken = rows.slice(Math.min(...ends), Math.max(...ends) + 1).map(({ nodeId }) => nodeId);
    // The one that is gone to is taken last: forms and keys speak of it.
    const others = taken.filter((nodeId) => nodeId !== branch.nodeId);
    this.choose(() => this.context.selection.set([...others, branch.nodeId]));
    this.go(branch);
    this.anchor = anchor;
  }

  select(branch: Branch): void {
    this.go(branch);
    this.choose(() => this.show([branch.nodeId]));
  }

  toggle(branch: Branch): void {
    this.go(branch);
    this.choose(() => this.context.selection.toggle([branch.nodeId]));
  }

  rename(branch: Branch): void {
    const { editor, actions, session } = this.context;
    if (!actions.isEnabled('edit-properties')) {
      return;
    }
    const name = this.nameOf(branch);
    const field = new RenameField(name, (written, isByKey) => {
      this.renaming = undefined;
      session.connection.present({ editing: null });
      if (isByKey) {
        this.root.focus();
      }
      const wanted = written?.trim() ?? '';
      if (wanted !== '' && wanted !== name) {
        editor.rename(branch.nodeId, wanted);
      }
    });
    this.go(branch);
    this.renaming = { field, branch };
    session.connection.present({ editing: branch.nodeId });
    field.begin(this.window.ground, this.branches.rows.indexOf(branch));
  }

  /** What was selected elsewhere comes into sight. */
  follow(): void {
    const { lead } = this.context.selection;
    const isThere = this.current?.nodeId === lead && this.branches.rows.includes(this.current!);
    if (lead === undefined || this.isOwnSelection || isThere) {
      return;
    }
    const branch = this.branches.reveal(lead);
    if (branch) {
      this.current = branch;
      this.anchor = branch;
      this.draw();
      this.window.reveal(this.branches.rows.indexOf(branch));
    }
  }

  draw(): void {
    const { rows } = this.branches;
    if (!this.current || !rows.includes(this.current)) {
      this.current = rows[0];
    }
    this.window.draw(rows);
    const view = this.current && this.window.viewOf(this.current);
    if (view) {
      this.root.setAttribute('aria-activedescendant', view.root.id);
    } else {
      this.root.removeAttribute('aria-activedescendant');
    }
    if (this.renaming) {
      const index = rows.indexOf(this.renaming.branch);
      this.renaming.field.moveTo(index);
    }
  }

  private choose(change: () => void): void {
    this.isOwnSelection = true;
    change();
    this.isOwnSelection = false;
    this.changed.emit();
  }

  private pressed(event: KeyboardEvent): void {
    if (event.target === this.root && this.keys.press(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  private clicked(event: MouseEvent): void {
    const branch = this.window.branchAt(event.target);
    if (!branch) {
      return;
    }
    if (branch.hasChildren && isTwisty(event.target)) {
      this.openOrClose(branch);
    } else if (event.shiftKey) {
      this.extend(branch);
    } else if (event.ctrlKey || event.metaKey) {
      this.toggle(branch);
    } else {
      this.select(branch);
    }
  }

  private clickedTwice(event: MouseEvent): void {
    const branch = this.window.branchAt(event.target);
    if (branch?.hasChildren && !isTwisty(event.target)) {
      this.openOrClose(branch);
    }
  }

  private openOrClose(branch: Branch): void {
    this.current = branch;
    if (this.branches.isOpen(branch)) {
      this.branches.close(branch);
    } else {
      this.branches.openAt(branch);
    }
  }

  private look(branch: Branch): RowLook {
    const { scene, selection } = this.context;
    const { nodeId } = branch;
    const node = scene.replica.nodes.get(nodeId);
    branch.hasChildren = this.branches.hasShown(branch);
    return {
      name: node?.name ?? '',
      typeTitle: scene.typeTitle(node?.blueprintTypeId ?? ''),
      color: scene.look(nodeId)?.color ?? 'currentColor',
      parentCount: scene.replica.parents(nodeId).size,
      isOpen: this.branches.isOpen(branch),
      isSelected: selection.nodeIds.has(nodeId),
      isActive: branch === this.current,
      isFaded: this.branches.filter?.fits.has(nodeId) === false
    };
  }
}

function isTwisty(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('.graphsync-twisty') !== null;
}
