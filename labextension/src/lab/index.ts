import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { askForSession } from './ask_for_session';
import { GraphPanel } from './graph_panel';

const OPEN = 'graphsync:open';

/** The palette's command, and the panels that it opens. */
const plugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-graphsync:panel',
  description: 'Opens live graph sessions in panels.',
  autoStart: true,
  optional: [ICommandPalette, ILayoutRestorer],
  activate: (
    app: JupyterFrontEnd,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null
  ) => {
    const tracker = new WidgetTracker<MainAreaWidget<GraphPanel>>({ namespace: 'graphsync' });
    app.commands.addCommand(OPEN, {
      label: 'Open graph session…',
      caption: 'Show a live graph session in a panel',
      describedBy: { args: OPEN_ARGUMENTS },
      execute: (args) => openSession(app, tracker, args)
    });
    palette?.addItem({ command: OPEN, category: 'Graph' });
    void restorer?.restore(tracker, {
      command: OPEN,
      args: ({ content }) => ({ session_id: content.sessionId }),
      name: ({ content }) => content.sessionId
    });
  }
};

const OPEN_ARGUMENTS = {
  type: 'object',
  properties: {
    session_id: { type: 'string', description: 'The session; asked for where it is left out' }
  }
} as const;

async function openSession(
  app: JupyterFrontEnd,
  tracker: WidgetTracker<MainAreaWidget<GraphPanel>>,
  args: ReadonlyPartialJSONObject
): Promise<void> {
  const { serverSettings } = app.serviceManager;
  const told = args['session_id'];
  const sessionId = typeof told === 'string' ? told : await askForSession(serverSettings);
  if (!sessionId) {
    return;
  }
  const known = tracker.find(({ content }) => content.sessionId === sessionId);
  if (known) {
    app.shell.activateById(known.id);
    return;
  }
  const panel = new MainAreaWidget({ content: new GraphPanel(sessionId, serverSettings) });
  panel.id = `graphsync-${sessionId}`;
  panel.title.label = sessionId;
  panel.title.closable = true;
  app.shell.add(panel, 'main');
  await tracker.add(panel);
  app.shell.activateById(panel.id);
}

export default plugin;
