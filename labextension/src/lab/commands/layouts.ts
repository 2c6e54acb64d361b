import type { ShownGraph } from '../graph_panel';

const PREFIX = 'layout:';

/** The layouts that a view offers. */
export function layoutNames(graph: ShownGraph | undefined): string[] {
  const actions = graph ? [...graph.view.context.actions.all()] : [];
  const ids = actions.map(({ id }) => id).filter((id) => id.startsWith(PREFIX));
  return ids.map((id) => id.slice(PREFIX.length));
}

/** The action that arranges a graph by a layout. */
export function layoutAction(algorithm: string): string {
  return `${PREFIX}${algorithm}`;
}
