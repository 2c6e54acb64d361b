import { InputDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ShownGraph } from '../graph_panel';
import type { GraphServer } from '../server';

/** What the server writes, and how such a file's name ends. */
const ENDINGS = new Map([
  ['svg', 'svg'],
  ['native', 'json'],
  ['node-link', 'json'],
  ['graphml', 'graphml'],
  ['gexf', 'gexf'],
  ['csv', 'zip']
]);

/** All that a graph can be exported as; a picture of what is on screen is made by the view. */
export const FORMATS = ['png', ...ENDINGS.keys()];

/** Asks for one of the formats that are possible now. */
export async function askForFormat(
  graph: ShownGraph,
  trans: TranslationBundle
): Promise<string | null> {
  const { value } = await InputDialog.getItem({
    title: trans.__('Export graph'),
    label: trans.__('Format'),
    items: FORMATS.filter((format) => isByView(graph, format) || ENDINGS.has(format)),
    okLabel: trans.__('Export')
  });
  return value;
}

/** Hands out the graph as a file of the browser's. */
export async function exportGraph(
  graph: ShownGraph,
  server: GraphServer,
  format: string
): Promise<void> {
  if (isByView(graph, format)) {
    graph.view.context.actions.run(actionFor(format));
  } else {
    const { store, sessionId } = graph.session;
    const blob = await server.download(sessionId, format);
    keep(blob, `${store.settings.title || sessionId}.${ENDINGS.get(format) ?? format}`);
  }
}

function isByView({ view }: ShownGraph, format: string): boolean {
  return view.context.actions.isEnabled(actionFor(format));
}

function actionFor(format: string): string {
  return `export-${format}`;
}

function keep(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Some browsers read it only after the click.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
