import type { ViewContext } from '../context';
import type { ToolbarOptions } from '../toolbar';
import type { Editing } from './editing';

/** What a view's own toolbar shows. */
export function toolsOf({ root, host, actions }: ViewContext, editing: Editing): ToolbarOptions {
  const arrange = {
    id: 'arrange',
    label: 'Arrange',
    icon: 'arrange',
    isThere: () => [...actions.all()].some(({ id }) => id.startsWith('layout:')),
    items: () => editing.layoutItems()
  } as const;
  const edits = ['add-node', 'undo', 'redo', 'delete', 'link-selected'];
  return {
    tools: [...edits, arrange, 'box-select', 'find', 'appearance', 'fit', 'show-history'],
    moreItems: () => editing.moreItems(),
    last: ['toggle-side'],
    view: root,
    home: host.root
  };
}
