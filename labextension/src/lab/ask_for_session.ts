import { InputDialog } from '@jupyterlab/apputils';
import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';

/** Asks which session to open, offering those that the server has. */
export async function askForSession(settings: ServerConnection.ISettings): Promise<string | null> {
  const { value } = await InputDialog.getItem({
    title: 'Open graph session',
    label: 'Session',
    items: await sessionIds(settings),
    editable: true,
    okLabel: 'Open'
  });
  return value;
}

/** Without a list one can still type a name: a server that cannot list is no reason to stop. */
async function sessionIds(settings: ServerConnection.ISettings): Promise<string[]> {
  const url = URLExt.join(settings.baseUrl, 'graphsync/api/v1/sessions');
  try {
    const response = await ServerConnection.makeRequest(url, {}, settings);
    const { sessions } = (await response.json()) as { sessions: { session_id: string }[] };
    return response.ok ? sessions.map(({ session_id }) => session_id) : [];
  } catch (error) {
    console.warn('graphsync: the sessions cannot be listed', error);
    return [];
  }
}
