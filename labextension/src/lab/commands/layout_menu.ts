import type { CommandRegistry } from '@lumino/commands';
import { Menu } from '@lumino/widgets';
import { COMMANDS } from '../command_ids';
import type { Graphs, GraphTab } from '../graphs';
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
    menu.open(...placeFor(tab));
  }
}

/** Where a tab has no such button, its upper left corner does. */
function placeFor({ node, content }: GraphTab): [x: number, y: number] {
  const button = node.querySelector(`[data-command="${COMMANDS.chooseLayout}"]`);
  const { left, bottom } = button?.getBoundingClientRect() ?? {};
  const corner = content.node.getBoundingClientRect();
  return [left ?? corner.left, bottom ?? corner.top];
}
