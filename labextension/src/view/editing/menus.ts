import { choiceOf, itemsOf, LINE, type Plan, type PlannedGroup } from '../menu/action_items';
import { LAYOUT } from './layout_actions';
import { colorChoices } from './look_actions';
import type { EditingParts } from './parts';
import type { MenuItem } from '../menu/menu_item';

/** What there is to do with the selected nodes and links, or with the graph where none are. */
export function selectionPlan(parts: EditingParts): Plan {
  return [
    ...['add-child', 'add-sibling', 'rename', LINE],
    ...['link-selected', 'link-to', 'unlink', LINE],
    ...['copy', 'cut', 'paste', 'duplicate', LINE],
    ...[selectGroup(parts), colorGroup(parts), 'pin', 'unpin', 'collapse', 'expand', LINE],
    ...['fit-selection', LINE],
    ...['delete', 'delete-subtree']
  ];
}

/** What there is to do with the graph as a whole. */
export function stagePlan(parts: EditingParts): Plan {
  return [
    ...['undo', 'redo', LINE],
    ...['select-all', 'collapse-all', 'expand-all', LINE],
    ...[arrangeGroup(parts), 'find', 'fit', 'zoom-in', 'zoom-out', LINE],
    ...['export-png', 'export-svg', LINE, 'show-keys']
  ];
}

/** What a toolbar has no buttons for. */
export function morePlan(parts: EditingParts): Plan {
  return [
    ...['rename', 'duplicate', 'copy', 'cut', 'paste', LINE],
    ...[selectGroup(parts), colorGroup(parts), 'pin', 'unpin', LINE],
    ...['unlink', 'delete-subtree', LINE],
    ...['collapse', 'expand', 'collapse-all', 'expand-all', LINE],
    ...['fit-selection', 'zoom-in', 'zoom-out', 'export-png', 'export-svg', LINE],
    'show-keys'
  ];
}

export function layoutItems({ context: { actions } }: EditingParts): MenuItem[] {
  const ids = [...actions.all()].map(({ id }) => id).filter((id) => id.startsWith(LAYOUT));
  return itemsOf(actions, ids);
}

function arrangeGroup(parts: EditingParts): PlannedGroup {
  return { label: 'Arrange', items: () => layoutItems(parts) };
}

function selectGroup({ context: { actions } }: EditingParts): PlannedGroup {
  const ids = ['select-all', 'select-children', 'select-subtree', 'invert-selection'];
  return { label: 'Select', items: () => itemsOf(actions, ids) };
}

function colorGroup(parts: EditingParts): PlannedGroup {
  const { actions } = parts.context;
  const items = () => (actions.isEnabled('set-color') ? colorChoices(parts) : []);
  return { label: 'Colour', items };
}

/** The lines of the menu that opens on the empty canvas: what is added, is added there. */
export function stageItems(
  parts: EditingParts,
  addHere: () => void,
  pasteHere: () => void
): MenuItem[] {
  const { actions } = parts.context;
  const here = [
    ['add-node', addHere],
    ['paste', pasteHere]
  ] as const;
  const first = here
    .filter(([id]) => actions.isEnabled(id))
    .map(([id, run]) => choiceOf(actions, actions.get(id)!, run));
  const rest = itemsOf(actions, stagePlan(parts));
  return first.length > 0 ? [...first, 'line', ...rest] : rest;
}
