import type { Action } from '../actions';
import { asColor } from '../palette';
import { Menu } from '../menu/menu';
import type { MenuChoice } from '../menu/menu_item';
import type { EditingParts } from './parts';

const PINNED = '_pinned';
const COLOR = '_color';

// The colours that types have by themselves, by names that one can find by their first letter.
const COLORS: readonly (readonly [name: string, color: string])[] = [
  ['Blue', '#4c78d0'],
  ['Cyan', '#3b9cc4'],
  ['Green', '#2f9e77'],
  ['Olive', '#6f9b3c'],
  ['Yellow', '#b8922e'],
  ['Orange', '#e07b39'],
  ['Red', '#d0524a'],
  ['Pink', '#c2528b'],
  ['Violet', '#8a63d2'],
  ['Brown', '#8d7565']
];

/** How nodes look and stay where they are, for everybody. */
export function lookActions(parts: EditingParts): Action[] {
  const { editor, selection, scene, root, host } = parts.context;
  const isPinned = (nodeId: string): boolean =>
    scene.replica.nodes.get(nodeId)?.properties.get(PINNED) === true;
  const loose = (): string[] => [...selection.nodeIds].filter((nodeId) => !isPinned(nodeId));
  return [
    {
      id: 'pin',
      label: 'Pin',
      hint: 'Layouts leave it where it is',
      keys: ['P'],
      isEdit: true,
      isEnabled: () => loose().length > 0,
      run: () => void editor.setProperty(loose(), PINNED, true)
    },
    {
      id: 'unpin',
      label: 'Unpin',
      keys: ['P'],
      isEdit: true,
      isEnabled: () => selection.nodeIds.size > 0 && loose().length === 0,
      run: () => void editor.deleteProperty([...selection.nodeIds], PINNED)
    },
    {
      id: 'set-color',
      label: 'Colour…',
      icon: 'style',
      keys: ['C'],
      isEdit: true,
      isEnabled: () => selection.nodeIds.size > 0,
      run: () => {
        const anchor = parts.asking.anchor();
        new Menu(root, colorChoices(parts), { label: 'Colour', anchor, home: host.root });
      }
    }
  ];
}

/** A line for each colour, and one for none of their own; those that they all have are marked. */
export function colorChoices({ context }: EditingParts): MenuChoice[] {
  const { editor, selection, scene } = context;
  const nodeIds = [...selection.nodeIds];
  const own = new Set(
    nodeIds.map((nodeId) => asColor(scene.replica.nodes.get(nodeId)?.properties.get(COLOR)))
  );
  const isOwn = (color: string | undefined): boolean => own.size === 1 && own.has(color);
  const colors = COLORS.map(([label, color]) => ({
    label,
    swatch: color,
    isChecked: isOwn(color),
    run: () => void editor.setProperty(nodeIds, COLOR, color)
  }));
  const none = {
    label: "Its type's colour",
    isChecked: isOwn(undefined),
    run: () => void editor.deleteProperty(nodeIds, COLOR)
  };
  return [...colors, none];
}
