import type { GraphView } from '../view';
import { followArrangement } from './arrangement';
import { followMappings } from './display_traits';
import { KernelEnd } from './kernel_end';
import { watch, type GraphWidgetModel } from './model';
import { openGraph } from './open_graph';
import { shareSelection } from './selection_trait';

export { openGraph, type OpenedGraph, type OpenGraphOptions } from './open_graph';

/** Shows a `GraphWidget` in the output of a cell; returns what takes it away again. */
export function render({ model, el }: { model: GraphWidgetModel; el: HTMLElement }): () => void {
  let shown = show(model, el);
  const again = (): void => {
    shown();
    shown = show(model, el);
  };
  const setHeight = (): void => {
    el.style.height = `${Number(model.get('height'))}px`;
  };
  setHeight();
  const stops = [
    watch(model, ['session_id', 'read_only'], again),
    watch(model, ['height'], setHeight)
  ];
  return () => {
    stops.forEach((stop) => stop());
    shown();
  };
}

function show(model: GraphWidgetModel, el: HTMLElement): () => void {
  el.replaceChildren();
  let unbind: (() => void)[] = [];
  const opened = openGraph(el, {
    session_id: String(model.get('session_id')),
    isInPage: true,
    isReadOnly: model.get('read_only') === true,
    kernel: new KernelEnd(model),
    whenOpened: ({ view }) => {
      unbind.forEach((stop) => stop());
      unbind = [
        shareSelection(model, view),
        followMappings(model, view),
        followArrangement(model, view, (name) => arrangeAll(view, name))
      ];
    }
  });
  return () => {
    unbind.forEach((stop) => stop());
    opened.dispose();
  };
}

/** Arranges all nodes: the view's own action takes only the selected ones, where there are some. */
function arrangeAll({ context: { actions, selection } }: GraphView, name: string): void {
  const [nodeIds, links] = [[...selection.nodeIds], selection.links];
  selection.clear();
  actions.run(`layout:${name}`);
  selection.set(nodeIds, links);
}

export default { render };
