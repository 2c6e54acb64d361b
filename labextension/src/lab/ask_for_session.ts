import { InputDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { GraphServer } from './server';

/** Asks which session to open, offering those that the server has. */
export async function askForSession(
  server: GraphServer,
  trans: TranslationBundle
): Promise<string | null> {
  const { value } = await InputDialog.getItem({
    title: trans.__('Open graph session'),
    label: trans.__('Session'),
    items: await sessionIds(server),
    editable: true,
    okLabel: trans.__('Open')
  });
  return value;
}

/** Without a list one can still type a name: a server that cannot list is no reason to stop. */
async function sessionIds(server: GraphServer): Promise<string[]> {
  try {
    return (await server.sessions()).map(({ session_id }) => session_id);
  } catch (error) {
    console.warn('graphsync: the sessions cannot be listed', error);
    return [];
  }
}
