import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import type { IDocumentWidget } from '@jupyterlab/docregistry';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { ILauncher } from '@jupyterlab/launcher';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { COMMANDS } from './command_ids';
import { graphIcon } from './icons';

/** A new graph: by the launcher, the palette, or a command. */
export const newGraphPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-graphsync:new',
  description: 'Makes new graph files.',
  autoStart: true,
  optional: [ICommandPalette, ILauncher, IDefaultFileBrowser, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    palette: ICommandPalette | null,
    launcher: ILauncher | null,
    files: IDefaultFileBrowser | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyter_graphsync');
    app.commands.addCommand(COMMANDS.new, {
      label: ({ isPalette }) => (isPalette ? trans.__('New Graph') : trans.__('Graph')),
      caption: trans.__('Make a new graph in a file'),
      icon: ({ isPalette }) => (isPalette ? undefined : graphIcon),
      describedBy: { args: NEW_ARGUMENTS },
      execute: ({ cwd }) => newGraph(app, typeof cwd === 'string' ? cwd : files?.model.path)
    });
    palette?.addItem({
      command: COMMANDS.new,
      category: trans.__('Graph'),
      args: { isPalette: true }
    });
    launcher?.add({ command: COMMANDS.new, category: trans.__('Other'), rank: 3 });
  }
};

const NEW_ARGUMENTS = {
  type: 'object',
  properties: {
    cwd: { type: 'string', description: "The folder; the file browser's where it is left out" }
  }
} as const;

/** Makes an empty file in a folder, and opens it. */
async function newGraph(app: JupyterFrontEnd, folder = ''): Promise<IDocumentWidget | undefined> {
  const { contents } = app.serviceManager;
  const { path } = await contents.newUntitled({ path: folder, type: 'file', ext: '.graphsync' });
  const opened: unknown = await app.commands.execute('docmanager:open', { path });
  const document = opened as IDocumentWidget | undefined;
  if (document) {
    document.isUntitled = true;
  }
  return document;
}
