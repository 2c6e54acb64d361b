import type { Action } from '../actions';
import type { ViewContext } from '../context';
import type { Clipboard } from './clipboard';

/** The clipboard by buttons and menus; its keys are the browser's own. */
export function clipboardActions({ selection }: ViewContext, clipboard: Clipboard): Action[] {
  const hasNodes = (): boolean => selection.nodeIds.size > 0;
  return [
    {
      id: 'copy',
      label: 'Copy',
      icon: 'copy',
      keys: ['Mod+C'],
      hasOwnEvent: true,
      isEnabled: hasNodes,
      run: () => void clipboard.copy()
    },
    {
      id: 'cut',
      label: 'Cut',
      keys: ['Mod+X'],
      hasOwnEvent: true,
      isEdit: true,
      isEnabled: hasNodes,
      run: () => void clipboard.cut()
    },
    {
      id: 'paste',
      label: 'Paste',
      keys: ['Mod+V'],
      hasOwnEvent: true,
      isEdit: true,
      run: () => void clipboard.paste()
    }
  ];
}
