import type { Action } from '../actions';
import type { EditingParts } from './parts';

/** How one hides what is below nodes, and shows it again: for oneself alone. */
export function foldActions({ context }: EditingParts): Action[] {
  const { selection, scene, display } = context;
  const { replica } = scene;
  const isParent = (nodeId: string): boolean => replica.children(nodeId).size > 0;
  const isFolded = (nodeId: string): boolean => display.state.collapsed.has(nodeId);
  const open = (): string[] =>
    [...selection.nodeIds].filter((nodeId) => isParent(nodeId) && !isFolded(nodeId));
  const folded = (): string[] => [...selection.nodeIds].filter(isFolded);
  const set = (nodeIds: Iterable<string>): void => display.change({ collapsed: new Set(nodeIds) });
  return [
    {
      id: 'collapse',
      label: 'Collapse',
      hint: 'Hide what is below',
      icon: 'collapse',
      keys: ['E'],
      isEnabled: () => open().length > 0,
      run: () => set([...display.state.collapsed, ...open()])
    },
    {
      id: 'expand',
      label: 'Expand',
      hint: 'Show what is below',
      icon: 'expand',
      keys: ['E'],
      isEnabled: () => folded().length > 0,
      run: () => {
        const selected = selection.nodeIds;
        set([...display.state.collapsed].filter((nodeId) => !selected.has(nodeId)));
      }
    },
    {
      id: 'collapse-all',
      label: 'Collapse everything',
      icon: 'collapse',
      isEnabled: () => replica.linkCount > 0,
      run: () => set([...replica.nodes.keys()].filter(isParent))
    },
    {
      id: 'expand-all',
      label: 'Expand everything',
      icon: 'expand',
      keys: ['Shift+E'],
      isEnabled: () => display.state.collapsed.size > 0,
      run: () => set([])
    }
  ];
}
