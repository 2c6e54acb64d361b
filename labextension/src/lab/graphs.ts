import type { JupyterFrontEnd } from '@jupyterlab/application';
import { type MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import { Token } from '@lumino/coreutils';
import { Signal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';
import type { GraphPanel, ShownGraph } from './graph_panel';

/** A tab with a graph: a panel or a document. */
export type GraphTab = MainAreaWidget<GraphPanel>;

export const IGraphs = new Token<Graphs>(
  'jupyter-graphsync:IGraphs',
  'The graphs that are open on the page, in panels and in documents.'
);

/** The graphs that are open on the page, and the one in front. */
export class Graphs {
  /** One came, went or is in front now, or something about one is not as before. */
  readonly changed = new Signal<this, void>(this);
  /** A tab was opened or closed, or shows another session. */
  readonly tabsChanged = new Signal<this, void>(this);
  /** A session was opened in a tab, or asked for anew. */
  readonly opened = new Signal<this, ShownGraph>(this);
  private readonly tabs = new WidgetTracker<GraphTab>({ namespace: 'graphsync-tabs' });

  constructor(private readonly shell: JupyterFrontEnd.IShell) {
    const tell = (): void => this.changed.emit();
    shell.currentChanged?.connect(tell);
    this.tabs.currentChanged.connect(tell);
  }

  add(tab: GraphTab): void {
    const tell = (): void => {
      this.tabsChanged.emit();
      this.changed.emit();
    };
    tab.content.changed.connect(() => this.changed.emit());
    tab.content.opened.connect((_panel, graph) => {
      this.opened.emit(graph);
      tell();
    });
    tab.disposed.connect(tell);
    void this.tabs.add(tab);
    tell();
  }

  has(widget: Widget | null): widget is GraphTab {
    return widget !== null && this.tabs.has(widget);
  }

  /** The tab in front, if it shows a graph. */
  get current(): GraphTab | undefined {
    const { currentWidget } = this.shell;
    return this.has(currentWidget) ? currentWidget : undefined;
  }

  /** Session and view of the tab in front, once they are there. */
  get currentGraph(): ShownGraph | undefined {
    return this.current?.content.graph;
  }

  /** All tabs. */
  all(): GraphTab[] {
    return this.tabs.filter(() => true);
  }

  /** The tabs that show a session. */
  of(sessionId: string): GraphTab[] {
    return this.tabs.filter(({ content }) => content.sessionId === sessionId);
  }

  /** Proves which client of a session this page is. */
  clientToken(sessionId: string): string | undefined {
    const [tab] = this.of(sessionId);
    return tab?.content.graph?.session.connection.clientToken;
  }
}
