import type { LinkEnds } from '../../core';
import type { Action } from '../actions';
import { counted } from '../text';
import type { EditingParts } from './parts';

/** How one links the selected nodes, and takes links away. */
export function linkActions({ context, asking }: EditingParts): Action[] {
  const { editor, selection, scene, messages } = context;
  return [
    {
      id: 'link-selected',
      label: 'Link the selected',
      hint: 'From the node that was selected first to each of the others',
      icon: 'link',
      keys: ['L'],
      isEdit: true,
      isEnabled: () => selection.nodeIds.size > 1,
      run: () => linkSelected()
    },
    {
      id: 'link-to',
      label: 'Link to another node…',
      icon: 'link',
      keys: ['L'],
      isEdit: true,
      isEnabled: () => selection.nodeIds.size === 1,
      run: () => asking.forChildOf(selection.lead!)
    },
    {
      id: 'unlink',
      label: 'Remove the links',
      hint: 'Of one node those to its parents, of several those among them',
      keys: ['Shift+L'],
      isEdit: true,
      // Selected links alone are deleted, by the action that deletes.
      isEnabled: () => selection.nodeIds.size > 0 && linksMeant().length > 0,
      run: () => {
        const links = linksMeant();
        editor.remove([], links);
        messages.say(`Removed ${counted(links.length, 'link')}.`);
      }
    }
  ];

  /** All that may be linked is, in one step; of the rest, the first reason is said. */
  function linkSelected(): void {
    const [parentId, ...childIds] = selection.nodeIds;
    const problems = childIds.map((childId) => editor.linkProblem(parentId!, childId));
    const fit = childIds.filter((_, index) => problems[index] === undefined);
    const problem = problems.find((one) => one !== undefined);
    editor.run(
      fit.map((child_id) => ({
        command_type: 'link-node',
        arguments: { parent_id: parentId, child_id }
      })),
      fit
    );
    if (problem !== undefined) {
      messages.say(problem, 'warning');
    }
  }

  /** The selected links, or those among the selected nodes, or those to the parents of the only one. */
  function linksMeant(): readonly LinkEnds[] {
    const { links, nodeIds } = selection;
    if (links.length > 0) {
      return links;
    }
    const above = [...nodeIds].flatMap((nodeId) => [...scene.replica.parents(nodeId).values()]);
    return nodeIds.size === 1 ? above : above.filter(({ parentId }) => nodeIds.has(parentId));
  }
}
