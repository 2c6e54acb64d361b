import type { Action } from '../actions';
import type { Arranging } from '../layout/arranging';
import { LAYOUTS, type LayoutChoice } from '../layout/layouts';
import type { EditingParts } from './parts';

/** What the id of every layout's action begins with. */
export const LAYOUT = 'layout:';

/** How one arranges the selected nodes, or all where no more than one is selected. */
export function layoutActions({ context }: EditingParts, arranging: Arranging): Action[] {
  const { selection, scene, host } = context;
  const arrange = async ({ name }: LayoutChoice): Promise<void> => {
    const { nodeIds } = selection;
    const isPart = nodeIds.size > 1;
    await arranging.start(name, isPart ? nodeIds : undefined);
    if (arranging.state.kind === 'idle' && !isPart && name !== 'new') {
      requestAnimationFrame(() => host.current?.fit());
    }
  };
  return LAYOUTS.map((choice) => ({
    id: `${LAYOUT}${choice.name}`,
    label: choice.title,
    hint: choice.hint,
    isEdit: true,
    isEnabled: () => scene.replica.nodes.size > 0,
    run: () => void arrange(choice)
  }));
}
