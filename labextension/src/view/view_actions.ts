import type { Action } from './actions';
import type { ViewContext } from './context';
import type { SidePanel } from './side_panel';

/** What one can do with the view itself; none of it changes the graph. */
export function viewActions({ host, root, selection }: ViewContext, side: SidePanel): Action[] {
  return [
    {
      id: 'fit',
      label: 'Show the whole graph',
      icon: 'fit',
      keys: ['Shift+1'],
      run: () => host.current?.fit()
    },
    {
      id: 'toggle-side',
      label: 'Show or hide the side panel',
      icon: 'side',
      run: () => {
        side.root.hidden = !side.root.hidden;
        root.dataset['side'] = side.root.hidden ? 'hidden' : 'shown';
      }
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
