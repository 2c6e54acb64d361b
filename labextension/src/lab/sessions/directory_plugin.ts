import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Token } from '@lumino/coreutils';
import { type Graphs, IGraphs } from '../graphs';
import { GraphServer } from '../server';
import { SessionDirectory } from './directory';

export const ISessionDirectory = new Token<SessionDirectory>(
  'jupyter-graphsync:ISessionDirectory',
  "This server's graph sessions."
);

/** Knows the sessions of this server, for the side bar and the list of what is running. */
export const directoryPlugin: JupyterFrontEndPlugin<SessionDirectory> = {
  id: 'jupyter-graphsync:directory',
  description: 'Knows the graph sessions of this server.',
  autoStart: true,
  requires: [IGraphs],
  provides: ISessionDirectory,
  activate: (app: JupyterFrontEnd, graphs: Graphs) => {
    const directory = new SessionDirectory(new GraphServer(app.serviceManager.serverSettings));
    void app.restored.then(() => directory.refreshSoon());
    graphs.tabsChanged.connect(() => directory.refreshSoon());
    return directory;
  }
};
