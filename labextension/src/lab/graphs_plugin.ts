import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Graphs, IGraphs } from './graphs';

/** Knows the graphs on the page, for all the other plugins. */
export const graphsPlugin: JupyterFrontEndPlugin<Graphs> = {
  id: 'jupyter-graphsync:graphs',
  description: 'Knows which graphs are open on the page.',
  autoStart: true,
  provides: IGraphs,
  activate: (app: JupyterFrontEnd) => new Graphs(app.shell)
};
