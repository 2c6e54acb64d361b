import type { Branch } from './branch';
import type { Branches } from './branches';
import { folded } from './order';

/** What a key does to a tree: where it goes, what it opens, what it selects. */
export interface TreeCursor {
  readonly branches: Branches;
  readonly active: Branch | undefined;
  readonly pageSize: number;
  nameOf(branch: Branch): string;
  go(branch: Branch): void;
  /** Goes there and selects all from where the selection began. */
  extend(branch: Branch): void;
  select(branch: Branch): void;
  toggle(branch: Branch): void;
  rename(branch: Branch): void;
}

const FORGET_MS = 700;

/** The keys of a tree, as the ARIA authoring practices have them. */
export class TreeKeys {
  private typed = '';
  private typedAt = 0;

  constructor(private readonly cursor: TreeCursor) {}

  /** Returns whether the key meant something here. */
  press(event: KeyboardEvent): boolean {
    const { rows } = this.cursor.branches;
    const active = this.cursor.active ?? rows[0];
    if (!active || event.ctrlKey || event.metaKey || event.altKey) {
      return false;
    }
    return (
      this.walk(event, rows, active) || this.act(event, active) || this.search(event, rows, active)
    );
  }

  private walk(event: KeyboardEvent, rows: readonly Branch[], active: Branch): boolean {
    const at = rows.indexOf(active);
    const last = rows.length - 1;
    const { pageSize } = this.cursor;
    const goal = new Map([
      ['ArrowDown', at + 1],
      ['ArrowUp', at - 1],
      ['Home', 0],
      ['End', last],
      ['PageDown', at + pageSize],
      ['PageUp', at - pageSize]
    ]).get(event.key);
    if (goal === undefined) {
      return false;
    }
    const branch = rows[Math.max(0, Math.min(last, goal))]!;
    if (event.shiftKey) {
      this.cursor.extend(branch);
    } else {
      this.cursor.go(branch);
    }
    return true;
  }

  private act(event: KeyboardEvent, active: Branch): boolean {
    const { cursor } = this;
    switch (event.key) {
      case 'ArrowRight':
        this.right(active);
        return true;
      case 'ArrowLeft':
        this.left(active);
        return true;
      case '*':
        this.openSiblings(active);
        return true;
      case 'Enter':
        cursor.select(active);
        return true;
      case ' ':
        cursor.toggle(active);
        return true;
      case 'F2':
        cursor.rename(active);
        return true;
      default:
        return false;
    }
  }

  private right(active: Branch): void {
    const { branches } = this.cursor;
    const hasShown = branches.hasShown(active);
    if (hasShown && !branches.isOpen(active)) {
      branches.openAt(active);
    } else if (hasShown) {
      this.cursor.go(branches.rows[branches.rows.indexOf(active) + 1]!);
    }
  }

  private left(active: Branch): void {
    const { branches } = this.cursor;
    if (branches.hasShown(active) && branches.isOpen(active)) {
      branches.close(active);
    } else if (active.parent) {
      this.cursor.go(active.parent);
    }
  }

  private openSiblings({ parent }: Branch): void {
    const { branches } = this.cursor;
    branches.openAt(
      ...branches.rows.filter((branch) => branch.parent === parent && branches.hasShown(branch))
    );
  }

  /** Goes to the next name that begins with what is typed; one letter again goes on to the next. */
  private search(event: KeyboardEvent, rows: readonly Branch[], active: Branch): boolean {
    if ([...event.key].length !== 1 || event.key.trim() === '') {
      return false;
    }
    const isOn = event.timeStamp - this.typedAt < FORGET_MS;
    this.typed = isOn ? this.typed + event.key : event.key;
    this.typedAt = event.timeStamp;
    const isOneLetter = [...this.typed].every((letter) => letter === this.typed[0]);
    const wanted = folded(isOneLetter ? this.typed[0]! : this.typed);
    const from = rows.indexOf(active) + (isOneLetter ? 1 : 0);
    const found = [...rows.slice(from), ...rows.slice(0, from)].find((branch) =>
      folded(this.cursor.nameOf(branch)).startsWith(wanted)
    );
    if (found) {
      this.cursor.go(found);
    }
    return true;
  }
}
