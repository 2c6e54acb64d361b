import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IMainMenu } from '@jupyterlab/mainmenu';
import { COMMANDS } from './command_ids';
import { commandOf } from './commands/action_commands';
import { findInGraphs } from './find_line';
import { type Graphs, IGraphs } from './graphs';

/** File › New › Graph, and Edit › Undo, Redo and Find for graphs. */
export const menusPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-graphsync:menus',
  description: "Puts graphs into the application's menus.",
  autoStart: true,
  requires: [IGraphs],
  optional: [IMainMenu],
  activate: (_app: JupyterFrontEnd, graphs: Graphs, menus: IMainMenu | null) => {
    if (menus) {
      addToMenus(menus, graphs);
    }
  }
};

function addToMenus({ fileMenu, editMenu }: IMainMenu, graphs: Graphs): void {
  fileMenu.newMenu.addItem({ command: COMMANDS.new, rank: 45 });
  const isEnabled = graphs.has.bind(graphs);
  editMenu.undoers.undo.add({ id: commandOf('undo'), isEnabled });
  editMenu.undoers.redo.add({ id: commandOf('redo'), isEnabled });
  findInGraphs(editMenu, graphs);
  editMenu.addGroup([{ command: COMMANDS.chooseLayout }], 11);
}
