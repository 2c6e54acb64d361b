import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator, type TranslationBundle } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import { element } from './dom';
import { type Graphs, IGraphs } from './graphs';
import type { ShownGraph } from './graph_panel';

/** The status bar tells of the graph in front: its connection, who is there, what is not sent. */
export const statusPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-graphsync:status',
  description: 'Shows the connection of the graph in front in the status bar.',
  autoStart: true,
  requires: [IGraphs],
  optional: [IStatusBar, ITranslator],
  activate: (
    _app: JupyterFrontEnd,
    graphs: Graphs,
    statusBar: IStatusBar | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyter_graphsync');
    const item = new GraphStatus(graphs, trans);
    statusBar?.registerStatusItem('jupyter-graphsync:status', {
      item,
      align: 'left',
      rank: 20,
      isActive: () => graphs.currentGraph !== undefined,
      activeStateChanged: item.activeChanged
    });
  }
};

class GraphStatus extends Widget {
  readonly activeChanged = new Signal<this, void>(this);
  private readonly text = element('span', 'graphsync-statusitem-text');
  private wasActive = false;

  constructor(
    private readonly graphs: Graphs,
    private readonly trans: TranslationBundle
  ) {
    super();
    this.addClass('graphsync-statusitem');
    this.node.append(element('span', 'graphsync-statusitem-dot'), this.text);
    graphs.changed.connect(() => this.draw());
  }

  private draw(): void {
    const graph = this.graphs.currentGraph;
    if (graph) {
      const text = this.sentence(graph);
      this.node.dataset['state'] = graph.session.connection.state.kind;
      this.node.title = this.trans.__('Graph session %1', graph.session.sessionId);
      if (this.text.textContent !== text) {
        this.text.textContent = text;
      }
    }
    if (this.wasActive !== Boolean(graph)) {
      this.wasActive = Boolean(graph);
      this.activeChanged.emit();
    }
  }

  private sentence({ session, view }: ShownGraph): string {
    const { store, connection } = session;
    const people = store.clients.size;
    const unsent = view.unsent.count;
    return [
      this.state(connection.state.kind),
      ...(people > 0 ? [this.trans._n('%1 person', '%1 people', people, people)] : []),
      ...(unsent > 0 ? [this.trans.__('%1 unsent', unsent)] : [])
    ].join(' · ');
  }

  private state(kind: ShownGraph['session']['connection']['state']['kind']): string {
    switch (kind) {
      case 'connecting':
        return this.trans.__('Connecting…');
      case 'live':
        return this.trans.__('Live');
      case 'behind':
        return this.trans.__('Catching up…');
      case 'reconnecting':
        return this.trans.__('Reconnecting…');
      case 'ended':
        return this.trans.__('Ended');
      default: {
        const missing: never = kind;
        return missing;
      }
    }
  }
}
