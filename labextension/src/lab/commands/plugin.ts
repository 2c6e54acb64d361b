import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { COMMANDS } from '../command_ids';
import { type Graphs, IGraphs } from '../graphs';
import { actionCommands, addActionCommand } from './action_commands';
import { announceChanges } from './announcer';
import { addEditCommands } from './edit_commands';
import { SessionCommands } from './session_commands';

/** What can be done with the graph in front, as commands: for the palette, menus, keys, scripts. */
export const commandsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-graphsync:commands',
  description: 'Commands that act on the graph in front.',
  autoStart: true,
  requires: [IGraphs],
  optional: [ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    graphs: Graphs,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyter_graphsync');
    const { commands } = app;
    const ids = [
      ...actionCommands(trans).map((command) => addActionCommand(commands, graphs, command)),
      ...addEditCommands(commands, graphs, trans),
      ...new SessionCommands(app, graphs, trans).add()
    ];
    announceChanges(commands, graphs, ids);
    for (const command of ids.filter((id) => !NEED_ARGUMENTS.includes(id))) {
      const args = { isPalette: true };
      palette?.addItem({ command, category: trans.__('Graph'), args });
    }
  }
};

/** The palette cannot ask for two ends of a link, and a layout is chosen in a menu. */
const NEED_ARGUMENTS: readonly string[] = [COMMANDS.link, COMMANDS.arrange];
