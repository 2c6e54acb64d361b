import { openGraph, type OpenedGraph } from './open_graph';

export { openGraph, type OpenedGraph, type OpenGraphOptions } from './open_graph';

/** The model of a widget, as far as it is used here. */
export interface GraphWidgetModel {
  get(trait: 'session_id' | 'height'): unknown;
  on(event: string, changed: () => void): void;
  off(event: string, changed: () => void): void;
}

/** Shows a `GraphWidget` in the output of a cell; returns what takes it away again. */
export function render({ model, el }: { model: GraphWidgetModel; el: HTMLElement }): () => void {
  let opened: OpenedGraph | undefined;
  const showSession = (): void => {
    opened?.dispose();
    opened = openGraph(el, { session_id: String(model.get('session_id')), isInPage: true });
  };
  const setHeight = (): void => {
    el.style.height = `${Number(model.get('height'))}px`;
  };
  setHeight();
  showSession();
  model.on('change:session_id', showSession);
  model.on('change:height', setHeight);
  return () => {
    model.off('change:session_id', showSession);
    model.off('change:height', setHeight);
    opened?.dispose();
  };
}

export default { render };
