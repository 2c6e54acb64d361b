import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { type Graphs, IGraphs } from './graphs';
import type { ShownGraph } from './graph_panel';

const ID = 'jupyter-graphsync:settings';

/** How graphs look at first, and as whom one shows oneself, out of the settings. */
export const settingsPlugin: JupyterFrontEndPlugin<void> = {
  id: ID,
  description: 'Applies the settings to the graphs that are opened.',
  autoStart: true,
  requires: [IGraphs],
  optional: [ISettingRegistry],
  activate: async (_app: JupyterFrontEnd, graphs: Graphs, registry: ISettingRegistry | null) => {
    const settings = await registry?.load(ID);
    if (!settings) {
      return;
    }
    const begin = (graph: ShownGraph): void => {
      showSide(graph, settings);
      presentOneself(graph, settings);
    };
    const shown = (): ShownGraph[] => graphs.all().flatMap(({ content }) => content.graph ?? []);
    shown().forEach(begin);
    graphs.opened.connect((_graphs, graph) => begin(graph));
    settings.changed.connect(() => shown().forEach((graph) => presentOneself(graph, settings)));
  }
};

function showSide({ view }: ShownGraph, settings: ISettingRegistry.ISettings): void {
  const isWanted = settings.get('sidePanel').composite as boolean;
  const isShown = view.root.dataset['side'] !== 'hidden';
  if (isWanted !== isShown) {
    view.context.actions.run('toggle-side');
  }
}

/** What is left empty here stays as one has chosen it in the list of people. */
function presentOneself({ session }: ShownGraph, settings: ISettingRegistry.ISettings): void {
  const name = settings.get('name').composite as string;
  const color = settings.get('color').composite as string;
  if (name || color) {
    session.connection.present({ ...(name && { name }), ...(color && { color }) });
  }
}
