import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator, type TranslationBundle } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { askForSession } from './ask_for_session';
import { COMMANDS } from './command_ids';
import { GraphPanel } from './graph_panel';
import { type Graphs, type GraphTab, IGraphs } from './graphs';
import { graphIcon } from './icons';
import { GraphServer } from './server';

/** The command that opens a session, and the panels that it opens. */
export const openPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-graphsync:panel',
  description: 'Opens live graph sessions in panels.',
  autoStart: true,
  requires: [IGraphs],
  optional: [ICommandPalette, ILayoutRestorer, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    graphs: Graphs,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyter_graphsync');
    const opener = new SessionOpener(app, graphs, trans);
    app.commands.addCommand(COMMANDS.open, {
      label: trans.__('Open Graph Session…'),
      caption: trans.__('Show a live graph session in a panel'),
      icon: graphIcon,
      describedBy: { args: OPEN_ARGUMENTS },
      execute: (args) => opener.open(args)
    });
    palette?.addItem({ command: COMMANDS.open, category: trans.__('Graph') });
    void restorer?.restore(opener.panels, {
      command: COMMANDS.open,
      args: ({ content }) => ({ session_id: content.sessionId }),
      name: ({ content }) => content.sessionId
    });
  }
};

const OPEN_ARGUMENTS = {
  type: 'object',
  properties: {
    session_id: { type: 'string', description: 'The session; asked for where it is left out' },
    seq: { type: 'integer', description: 'The commit after which it is shown; now without it' }
  }
} as const;

class SessionOpener {
  readonly panels = new WidgetTracker<GraphTab>({ namespace: 'graphsync' });

  constructor(
    private readonly app: JupyterFrontEnd,
    private readonly graphs: Graphs,
    private readonly trans: TranslationBundle
  ) {}

  async open(args: ReadonlyPartialJSONObject): Promise<void> {
    const { session_id: told, seq } = args;
    const server = new GraphServer(this.app.serviceManager.serverSettings);
    const sessionId = typeof told === 'string' ? told : await askForSession(server, this.trans);
    if (sessionId) {
      const [known] = this.graphs.of(sessionId);
      const tab = known ?? this.add(sessionId);
      this.app.shell.activateById(tab.id);
      if (typeof seq === 'number') {
        tab.content.showMoment(seq);
      }
    }
  }

  private add(sessionId: string): GraphTab {
    const settings = this.app.serviceManager.serverSettings;
    const openSession = (session_id: string): void => void this.open({ session_id });
    const content = new GraphPanel({ settings, sessionId, openSession });
    const panel = new MainAreaWidget({ content });
    panel.id = `graphsync-${sessionId}`;
    panel.title.label = sessionId;
    panel.title.caption = this.trans.__('Graph session %1', sessionId);
    panel.title.icon = graphIcon;
    panel.title.closable = true;
    panel.toolbar.hide();
    panel.content.changed.connect(({ graph }) => {
      panel.title.label = graph?.session.store.settings.title || sessionId;
    });
    const { shell } = this.app;
    shell.add(panel, 'main');
    if (!panel.isAttached) {
      // A page of Notebook has room for one thing in its middle.
      shell.add(panel, 'right');
    }
    this.graphs.add(panel);
    void this.panels.add(panel);
    return panel;
  }
}
