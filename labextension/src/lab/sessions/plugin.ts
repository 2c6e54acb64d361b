import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ITranslator, nullTranslator, type TranslationBundle } from '@jupyterlab/translation';
import {
  addIcon,
  CommandToolbarButton,
  PanelWithToolbar,
  refreshIcon
} from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import { COMMANDS } from '../command_ids';
import { graphIcon } from '../icons';
import type { SessionDescription } from '../server';
import type { SessionDirectory } from './directory';
import { ISessionDirectory } from './directory_plugin';
import { SessionList } from './session_list';

/** The left side bar with this server's sessions. */
export const sessionsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-graphsync:sessions',
  description: "Lists this server's graph sessions in the left side bar.",
  autoStart: true,
  requires: [ISessionDirectory],
  optional: [ILayoutRestorer, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    directory: SessionDirectory,
    restorer: ILayoutRestorer | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyter_graphsync');
    app.commands.addCommand(COMMANDS.refresh, {
      label: trans.__('Refresh Graph Sessions'),
      caption: trans.__("Ask for this server's graph sessions again"),
      icon: refreshIcon,
      describedBy: { args: { type: 'object', properties: {} } },
      execute: () => directory.refresh()
    });
    const panel = sidebar(app.commands, directory, trans);
    app.shell.add(panel, 'left', { rank: 600, type: 'Graph Sessions' });
    restorer?.add(panel, panel.id);
  }
};

function sidebar(
  commands: CommandRegistry,
  directory: SessionDirectory,
  trans: TranslationBundle
): PanelWithToolbar {
  const panel = new PanelWithToolbar();
  panel.id = 'graphsync-sessions';
  panel.addClass('graphsync-sidebar');
  panel.title.icon = graphIcon;
  panel.title.caption = trans.__('Graph sessions');
  panel.node.setAttribute('role', 'region');
  panel.node.setAttribute('aria-label', panel.title.caption);
  panel.toolbar.addItem(
    'new',
    new CommandToolbarButton({ commands, id: COMMANDS.new, icon: addIcon, label: trans.__('New') })
  );
  panel.toolbar.addItem(
    'open',
    new CommandToolbarButton({ commands, id: COMMANDS.open, label: trans.__('Open…') })
  );
  panel.toolbar.addItem(
    'refresh',
    new CommandToolbarButton({ commands, id: COMMANDS.refresh, label: '' })
  );
  panel.addWidget(panel.toolbar);
  panel.addWidget(
    new SessionList(directory, trans, {
      open: (session) => void openSession(commands, session),
      end: ({ session_id }) => void commands.execute(COMMANDS.end, { session_id })
    })
  );
  return panel;
}

/** A session that has a file is opened as that file: so it can be saved. */
export async function openSession(
  commands: CommandRegistry,
  { session_id, path }: SessionDescription
): Promise<void> {
  if (path !== undefined) {
    await commands.execute('docmanager:open', { path });
  } else {
    await commands.execute(COMMANDS.open, { session_id });
  }
}
