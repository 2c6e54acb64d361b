import { InputDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ShownGraph } from '../graph_panel';
import type { GraphServer } from '../server';

/** What the server writes, and how such a file's name ends; the picture on screen is the view's. */
const ENDINGS = new Map([
  ['native', 'json'],
  ['node-link', 'json'],
  ['graphml', 'graphml'],
  ['gexf', 'gexf'],
  ['csv', 'zip']
]);

export const FORMATS = ['png', 'svg', ...ENDINGS.keys()];

/** Asks for a format. */
export async function askForFormat(trans: TranslationBundle): Promise<string | null> {
  const { value } = await InputDialog.getItem({
    title: trans.__('Export graph'),
    label: trans.__('Format'),
    items: FORMATS,
    okLabel: trans.__('Export')
  });
  return value;
}

/** Hands out the graph as a file of the browser's. */
export async function exportGraph(
  { session, view }: ShownGraph,
  server: GraphServer,
  format: string
): Promise<void> {
  if (!ENDINGS.has(format)) {
    view.context.actions.run(`export-${format}`);
    return;
  }
  const blob = await server.download(session.sessionId, format);
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = `${session.store.settings.title || session.sessionId}.${ENDINGS.get(format)}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
