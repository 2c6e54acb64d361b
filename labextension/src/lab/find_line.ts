import { RankedMenu } from '@jupyterlab/ui-components';
import type { Menu } from '@lumino/widgets';
import { commandOf } from './commands/action_commands';
import type { Graphs } from './graphs';

// Opens a bar of the application's own, which marks text and knows no graphs.
const THEIRS = 'documentsearch:start';
const OURS = commandOf('find');

/**
 * Edit › Find… finds in the graph while one is in front. JupyterLab has no way to say that of an
 * activity but to be found in as text, so the menu's line is another one meanwhile.
 */
export function findInGraphs(menu: unknown, graphs: Graphs): void {
  if (menu instanceof RankedMenu) {
    const put = (): void => putLine(menu, graphs.current ? OURS : THEIRS);
    graphs.changed.connect(put);
    put();
  }
}

function putLine(menu: RankedMenu, command: string): void {
  const other = command === OURS ? THEIRS : OURS;
  const index = menu.items.findIndex((item: Menu.IItem) => item.command === other);
  if (index >= 0) {
    const rank = menu.getRankAt(index);
    menu.removeItemAt(index);
    menu.insertItem(index, { command, rank });
  }
}
