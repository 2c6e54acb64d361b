import type { Action } from './actions';
import type { ViewContext } from './context';
import type { AppearanceCard } from './appearance_card';
import type { Inspector } from './panels/inspector/inspector';
import type { SearchBar } from './search/search_bar';
import type { SidePanel } from './side_panel';

interface Parts {
  readonly side: SidePanel;
  readonly search: SearchBar;
  readonly appearance: AppearanceCard;
  readonly inspector: Inspector;
}

/** What one can do with the view itself; none of it changes the graph at once. */
export function viewActions(
  { host, root, selection }: ViewContext,
  { side, search, appearance, inspector }: Parts
): Action[] {
  const showSide = (isShown: boolean): void => {
    side.root.hidden = !isShown;
    root.dataset['side'] = isShown ? 'shown' : 'hidden';
  };
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
      run: () => showSide(side.root.hidden)
    },
    {
      id: 'edit-properties',
      label: 'Edit properties',
      keys: ['Alt+Enter'],
      isEdit: true,
      run: () => {
        showSide(true);
        side.show(inspector.id);
        inspector.focus();
      }
    }
  ];
}
