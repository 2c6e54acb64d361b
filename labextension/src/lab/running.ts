import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IRunningSessionManagers, type IRunningSessions } from '@jupyterlab/running';
import { ITranslator, nullTranslator, type TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import { type Graphs, IGraphs } from './graphs';
import { graphIcon } from './icons';
import type { SessionDescription } from './server';
import type { SessionDirectory } from './sessions/directory';
import { ISessionDirectory } from './sessions/directory_plugin';
import { openSession } from './sessions/plugin';

/**
 * The sessions in which somebody is, among what runs. Nothing here can be shut down but the tabs of
 * this page: a session is no process, and ending one takes its history away from everybody.
 */
export const runningPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-graphsync:running',
  description: 'Lists live graph sessions among what runs.',
  autoStart: true,
  requires: [IGraphs, ISessionDirectory],
  optional: [IRunningSessionManagers, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    graphs: Graphs,
    directory: SessionDirectory,
    managers: IRunningSessionManagers | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyter_graphsync');
    const close = (sessionId: string): void => graphs.of(sessionId).forEach((tab) => tab.close());
    managers?.add({
      name: trans.__('Graph Sessions'),
      running: () =>
        directory.sessions
          .filter(({ client_count }) => client_count > 0)
          .map((session) => item(session, { commands: app.commands, graphs, trans, close })),
      refreshRunning: () => void directory.refresh(),
      runningChanged: directory.changed,
      shutdownLabel: trans.__('Close here'),
      shutdownAllLabel: trans.__('Close All Here'),
      shutdownAllConfirmationText: trans.__(
        'Close the tabs of all graph sessions on this page? The sessions go on.'
      ),
      shutdownAll: () => graphs.all().forEach((tab) => tab.close())
    });
  }
};

interface ItemParts {
  commands: CommandRegistry;
  graphs: Graphs;
  trans: TranslationBundle;
  close: (sessionId: string) => void;
}

function item(
  session: SessionDescription,
  { commands, graphs, trans, close }: ItemParts
): IRunningSessions.IRunningItem {
  const { session_id, title, client_count, path } = session;
  const isOpen = graphs.of(session_id).length > 0;
  return {
    icon: () => graphIcon,
    label: () => title || session_id,
    labelTitle: () => path ?? session_id,
    detail: () => trans._n('%1 here', '%1 here', client_count, client_count),
    open: () => void openSession(commands, session),
    ...(isOpen && { shutdown: () => close(session_id) })
  };
}
