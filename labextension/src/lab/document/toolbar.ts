import type { IToolbarWidgetRegistry } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ToolbarButton } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import { Menu } from '@lumino/widgets';
import { COMMANDS } from '../command_ids';
import type { Graphs } from '../graphs';
import { arrangeIcon } from '../icons';
import { layoutNames } from '../commands/layouts';

/** The name under which the settings list the toolbar of graph documents. */
export const FACTORY = 'Graph';

/** Adds the toolbar's parts that are more than a command's button. */
export function addToolbarItems(
  registry: IToolbarWidgetRegistry,
  commands: CommandRegistry,
  graphs: Graphs,
  trans: TranslationBundle
): void {
  registry.addFactory(FACTORY, 'arrange', () => {
    const button = new ToolbarButton({
      icon: arrangeIcon,
      tooltip: trans.__('Arrange the graph'),
      onClick: () => {
        const { bottom, left } = button.node.getBoundingClientRect();
        layoutMenu(commands, graphs).open(left, bottom);
      }
    });
    return button;
  });
}

/** The layouts that the graph in front can be put into. */
function layoutMenu(commands: CommandRegistry, graphs: Graphs): Menu {
  const menu = new Menu({ commands });
  for (const algorithm of layoutNames(graphs.currentGraph)) {
    menu.addItem({ command: COMMANDS.arrange, args: { algorithm } });
  }
  menu.aboutToClose.connect(() => requestAnimationFrame(() => menu.dispose()));
  return menu;
}
