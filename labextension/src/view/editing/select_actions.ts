import type { Action } from '../actions';
import type { EditingParts } from './parts';
import { childrenOf, someHasChildren, subtreeOf } from './relatives';

/** How one selects many nodes at once. */
export function selectActions({ context, cursor }: EditingParts): Action[] {
  const { selection, scene } = context;
  const { replica } = scene;
  const hasNodes = (): boolean => replica.nodes.size > 0;
  const hasChildren = (): boolean => someHasChildren(replica, selection.nodeIds);
  return [
    {
      id: 'select-all',
      label: 'Select all',
      keys: ['Mod+A'],
      isEnabled: hasNodes,
      run: () => selection.set(scene.nodeIds)
    },
    {
      id: 'select-children',
      label: 'Select the children',
      isEnabled: hasChildren,
      run: () => selection.set(childrenOf(replica, selection.nodeIds))
    },
    {
      id: 'select-subtree',
      label: 'Select with all below',
      isEnabled: hasChildren,
      run: () => selection.set(subtreeOf(replica, selection.nodeIds))
    },
    {
      id: 'invert-selection',
      label: 'Select the others instead',
      isEnabled: hasNodes,
      run: () => {
        selection.set([...scene.nodeIds].filter((nodeId) => !selection.nodeIds.has(nodeId)));
      }
    },
    {
      id: 'toggle-selected',
      label: 'Select the node at the ring, or let it go',
      keys: ['Space', 'Mod+Space'],
      isEnabled: () => cursor.nodeId !== undefined,
      run: () => selection.toggle([cursor.nodeId!])
    },
    {
      id: 'clear-selection',
      label: 'Select nothing',
      keys: ['Escape'],
      isEnabled: () => !selection.isEmpty,
      run: () => selection.clear()
    }
  ];
}
