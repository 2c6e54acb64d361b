import { IRouter, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { COMMANDS } from './command_ids';

/** Opens the session, and the moment, that the page's address names. */
export const permalinkPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-graphsync:permalink',
  description: 'Opens the graph session that a link names, as it was at a moment.',
  autoStart: true,
  requires: [IRouter],
  activate: (app: JupyterFrontEnd, router: IRouter) => {
    const command = 'graphsync:open-link';
    app.commands.addCommand(command, {
      label: 'Open the Graph That the Address Names',
      describedBy: { args: { type: 'object', properties: {} } },
      execute: (location) => {
        const { path, hash, search } = location as unknown as IRouter.ILocation;
        const asked = askedIn(search);
        if (asked) {
          router.navigate(path + rest(search) + (hash ?? ''), { skipRouting: true });
          void app.restored.then(() => app.commands.execute(COMMANDS.open, { ...asked }));
        }
      }
    });
    router.register({ command, pattern: /[?&]graphsync=/, rank: 30 });
  }
};

/** What an address asks for. */
export function askedIn(
  search: string | undefined
): { session_id: string; seq?: number } | undefined {
  const query = new URLSearchParams(search);
  const sessionId = query.get('graphsync');
  const seq = query.get('graphsync-seq');
  if (!sessionId) {
    return undefined;
  }
  const isNumber = seq !== null && /^\d{1,15}$/.test(seq);
  return { session_id: sessionId, ...(isNumber && { seq: Number(seq) }) };
}

/** The rest of an address's query: a reload is not to go back to that moment. */
function rest(search: string | undefined): string {
  const query = new URLSearchParams(search);
  query.delete('graphsync');
  query.delete('graphsync-seq');
  const text = query.toString();
  return text && `?${text}`;
}
