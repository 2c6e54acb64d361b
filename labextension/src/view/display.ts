import { Signal } from '../core';

/** Which nodes are looked for; empty fields ask for nothing. */
export interface Filter {
  /** Part of a name, a type's title or a property's value, in any case. */
  readonly text: string;
  readonly typeIds: readonly string[];
  readonly property: { readonly propertyId: string; readonly value: string } | undefined;
}

export const NO_FILTER: Filter = { text: '', typeIds: [], property: undefined };

/** What one view shows, and how: each viewer's own, never sent. */
export interface DisplayState {
  readonly filter: Filter;
  /** The property that decides on a node's colour, size or label, instead of its type. */
  readonly colorBy: string | undefined;
  readonly sizeBy: string | undefined;
  readonly labelBy: string | undefined;
  /** Nodes whose descendants are not drawn. */
  readonly collapsed: ReadonlySet<string>;
  /** Nodes that stand out in a colour of their own, while all others fade. */
  readonly marks: ReadonlyMap<string, string> | undefined;
  /** The client whose selection and view one follows. */
  readonly followed: string | undefined;
}

/** Holds a `DisplayState`, and says when it changes. */
export class Display {
  readonly changed = new Signal<readonly (keyof DisplayState)[]>();
  private current: DisplayState = {
    filter: NO_FILTER,
    colorBy: undefined,
    sizeBy: undefined,
    labelBy: undefined,
    collapsed: new Set(),
    marks: undefined,
    followed: undefined
  };

  get state(): DisplayState {
    return this.current;
  }

  change(change: Partial<DisplayState>): void {
    const fields = (Object.keys(change) as (keyof DisplayState)[]).filter(
      (field) => change[field] !== this.current[field]
    );
    if (fields.length > 0) {
      this.current = { ...this.current, ...change };
      this.changed.emit(fields);
    }
  }
}
