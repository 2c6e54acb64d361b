import { Signal } from '../core';
import type { IconName } from './icons';

/** Something that one can do in a view: by a button, a menu, a key, or a command of the page. */
export interface Action {
  /** Kebab-case, a verb first: `add-node`. */
  readonly id: string;
  readonly label: string;
  /** What it does, where the label leaves that open. */
  readonly hint?: string;
  readonly icon?: IconName;
  /** Keys as in `Mod+Shift+Z`; `Mod` is Cmd on a Mac and Ctrl elsewhere. */
  readonly keys?: readonly string[];
  /**
   * Whether the browser tells these keys by an event of its own (copy, cut, paste): then they are
   * left to it.
   */
  readonly hasOwnEvent?: boolean;
  /** Whether it changes the graph: then it is not there for readers. */
  readonly isEdit?: boolean;
  isEnabled?(): boolean;
  /** Whether buttons and menus offer it; given where a key may ask for it all the same. */
  isOffered?(): boolean;
  /** Given where it switches something on and off. */
  isOn?(): boolean;
  run(): void;
}

/** All that one can do in a view, by id. */
export class Actions {
  /** Something else may be possible now than before. */
  readonly changed = new Signal<void>();
  /** An edit was asked for, and why there is none now. */
  readonly refused = new Signal<string>();
  private readonly byId = new Map<string, Action>();

  constructor(
    private readonly canWrite: () => boolean,
    /** Says why one may not edit now, where one may at other times. */
    private readonly obstacle: () => string | undefined = () => undefined
  ) {}

  add(...actions: readonly Action[]): void {
    actions.forEach((action) => this.byId.set(action.id, action));
  }

  all(): Iterable<Action> {
    return this.byId.values();
  }

  get(id: string): Action | undefined {
    return this.byId.get(id);
  }

  isEnabled(id: string): boolean {
    const action = this.byId.get(id);
    if (!action || (action.isEdit && !this.canWrite())) {
      return false;
    }
    return action.isEnabled?.() ?? true;
  }

  /** Whether it is possible, and there is a reason to offer it. */
  isOffered(id: string): boolean {
    return this.isEnabled(id) && (this.byId.get(id)!.isOffered?.() ?? true);
  }

  /** Says why an edit is not possible now; nothing where there is no more to say. */
  whyNot(id: string): string | undefined {
    return this.byId.get(id)?.isEdit ? this.obstacle() : undefined;
  }

  /** Does it, if it is possible now; returns whether it was. */
  run(id: string): boolean {
    const isEnabled = this.isEnabled(id);
    if (isEnabled) {
      this.byId.get(id)!.run();
    }
    return isEnabled;
  }
}
