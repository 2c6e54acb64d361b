import type { Action } from './actions';
import type { ViewContext } from './context';
import type { AppearanceCard } from './appearance_card';
import type { SearchBar } from './search/search_bar';
import type { SidePanel } from './side_panel';

interface Parts {
  readonly side: SidePanel;
  readonly search: SearchBar;
  readonly appearance: AppearanceCard;
}

/** What one can do with the view itself; none of it changes the graph. */
export function viewActions(
  { host, root, selection }: ViewContext,
  { side, search, appearance }: Parts
): Action[] {
  return [
    {
      id: 'fit',
      label: 'Show the whole graph',
      icon: 'fit',
      keys: ['Shift+1'],
      run: () => host.current?.fit()
    },
    {
      id: 'fit-selection',
      label: 'Show what is selected',
      icon: 'fit',
      keys: ['Shift+2'],
      isEnabled: () => selection.nodeIds.size > 0,
      run: () => host.current?.fit(selection.nodeIds)
    },
    {
      id: 'find',
      label: 'Find nodes',
      icon: 'search',
      keys: ['Mod+F', '/'],
      run: () => search.open()
    },
    {
      id: 'appearance',
      label: 'Colour, size and label by a property',
      icon: 'style',
      run: () => appearance.toggle()
    },
    {
      id: 'toggle-side',
      label: 'Show or hide the side panel',
      icon: 'side',
      run: () => {
        side.root.hidden = !side.root.hidden;
        root.dataset['side'] = side.root.hidden ? 'hidden' : 'shown';
      }
    }
  ];
}
