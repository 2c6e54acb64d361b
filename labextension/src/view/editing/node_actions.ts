import type { Action } from '../actions';
import { counted } from '../text';
import type { EditingParts } from './parts';
import { RenameField } from './rename_field';
import { someHasChildren, subtreeOf } from './relatives';

const BESIDE = { x: 40, y: 40 };

/** What one can do to the selected nodes, and to have more of them. */
export function nodeActions({ context, asking, cursor }: EditingParts): Action[] {
  const { editor, selection, scene, messages } = context;
  const { replica } = scene;
  const only = (): string | undefined => {
    return selection.nodeIds.size === 1 ? selection.lead : undefined;
  };
  /** Where the keyboard goes on from when a node is gone: one of its parents that stays. */
  const above = (nodeId: string | undefined): string | undefined =>
    nodeId === undefined
      ? undefined
      : [...replica.parents(nodeId).keys()].find((parentId) => !selection.nodeIds.has(parentId));
  return [
    {
      id: 'add-sibling',
      label: 'Add a sibling…',
      icon: 'add',
      keys: ['Enter'],
      isEdit: true,
      isEnabled: () => only() !== undefined,
      run: () => asking.forNode({ parentId: replica.parents(only()!).keys().next().value })
    },
    {
      id: 'add-node',
      label: 'Add a node…',
      icon: 'add',
      keys: ['N', 'Enter'],
      isEdit: true,
      run: () => asking.forNode({})
    },
    {
      id: 'add-child',
      label: 'Add a child…',
      icon: 'add',
      keys: ['Insert', 'Mod+Enter'],
      isEdit: true,
      isEnabled: () => only() !== undefined,
      run: () => asking.forNode({ parentId: only()! })
    },
    {
      id: 'rename',
      label: 'Rename',
      icon: 'rename',
      keys: ['F2'],
      isEdit: true,
      isEnabled: () => selection.lead !== undefined && scene.isSeen(selection.lead),
      run: () => void new RenameField(context, selection.lead!)
    },
    {
      id: 'duplicate',
      label: 'Duplicate',
      icon: 'copy',
      keys: ['Mod+D'],
      isEdit: true,
      isEnabled: () => selection.nodeIds.size > 0,
      run: () => {
        const { nodeIds } = editor.duplicate([...selection.nodeIds], BESIDE);
        selection.set(nodeIds);
        asking.revealLater(nodeIds);
      }
    },
    {
      id: 'delete',
      label: 'Delete',
      icon: 'remove',
      keys: ['Delete', 'Backspace'],
      isEdit: true,
      isEnabled: () => !selection.isEmpty,
      run: () => {
        const next = above(selection.lead);
        editor.remove([...selection.nodeIds], selection.links);
        cursor.moveTo(next);
      }
    },
    {
      id: 'delete-subtree',
      label: 'Delete with what only it holds',
      icon: 'remove',
      keys: ['Shift+Delete'],
      isEdit: true,
      isEnabled: () => someHasChildren(replica, selection.nodeIds),
      run: () => {
        const most = subtreeOf(replica, selection.nodeIds);
        const before = most.length;
        editor.remove([...selection.nodeIds], selection.links, { cascade: true });
        const left = most.filter((nodeId) => replica.nodes.has(nodeId)).length;
        messages.say(`Deleted ${counted(before - left, 'node')}; undo brings them back.`);
      }
    }
  ];
}
