import type { CommandRegistry } from '@lumino/commands';
import { Menu } from '@lumino/widgets';
import { COMMANDS } from '../command_ids';
import type { Graphs } from '../graphs';
import { placeOf } from './button_place';
import { layoutNames } from './layouts';

/** Opens a menu of the layouts that the graph in front can be put into, below its button. */
export function openLayoutMenu(commands: CommandRegistry, graphs: Graphs): void {
  const tab = graphs.current;
  if (tab) {
    const menu = new Menu({ commands });
    for (const algorithm of layoutNames(tab.content.graph)) {
      menu.addItem({ command: COMMANDS.arrange, args: { algorithm } });
    }
    menu.aboutToClose.connect(() => requestAnimationFrame(() => menu.dispose()));
    const { left, bottom } = placeOf(COMMANDS.chooseLayout, tab);
    menu.open(left, bottom);
  }
}
