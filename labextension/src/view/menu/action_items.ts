import type { Action, Actions } from '../actions';
import { keysText } from '../keys';
import type { MenuChoice, MenuItem } from './menu_item';

/** A menu as it is planned: ids of actions, lines between them, and menus inside. */
export type Plan = readonly (string | PlannedGroup)[];

export interface PlannedGroup {
  readonly label: string;
  /** Made when the menu opens; without items the group is left out. */
  items(): readonly MenuItem[];
}

/** A line between two parts of a plan. */
export const LINE = '-';

/** Makes a menu's lines of a plan. What is not possible at the moment is left out. */
export function itemsOf(actions: Actions, plan: Plan): MenuItem[] {
  const items = plan.flatMap((entry): MenuItem[] => {
    if (entry === LINE) {
      return ['line'];
    }
    if (typeof entry !== 'string') {
      const { label } = entry;
      const inner = entry.items();
      return inner.length > 0 ? [{ label, items: inner }] : [];
    }
    return actions.isOffered(entry) ? [choiceOf(actions, actions.get(entry)!)] : [];
  });
  return items.filter((item, index) => item !== 'line' || isBetween(items, index));
}

/** A menu's line that does what an action does; `run` does it in a way of its own. */
export function choiceOf(
  actions: Actions,
  { id, label, hint, keys, icon }: Action,
  run: () => void = () => void actions.run(id)
): MenuChoice {
  const choice = { label, hint, icon, run };
  return keys?.[0] === undefined ? choice : { ...choice, keys: keysText(keys[0]) };
}

/** Whether a line has something before it, and something other than a line after it. */
function isBetween(items: readonly MenuItem[], index: number): boolean {
  const isFirst = items.slice(0, index).every((item) => item === 'line');
  const next = items[index + 1];
  return !isFirst && next !== undefined && next !== 'line';
}
