import type { GraphView } from '../view';
import { watch, type GraphWidgetModel } from './model';

/**
 * Keeps a view's selection and the widget's `selection` the same. The trait wins when the view
 * becomes live; ids that the graph does not have stay in the trait and out of the view.
 */
export function shareSelection(model: GraphWidgetModel, view: GraphView): () => void {
  const { selection, session } = view.context;
  const { store, connection } = session;
  let isTaking = false;
  const take = (): void => {
    const known = told(model).filter((nodeId) => store.replica.nodes.has(nodeId));
    if (connection.state.kind === 'live' && !isSame(known, [...selection.nodeIds])) {
      isTaking = true;
      selection.set(known);
      isTaking = false;
    }
  };
  const give = (): void => {
    const nodeIds = [...selection.nodeIds];
    // What was taken over is not given back, else two views of a widget would answer each other.
    if (!isTaking && !isSame(nodeIds, told(model))) {
      model.set('selection', nodeIds);
      model.save_changes();
    }
  };
  const stops = [
    watch(model, ['selection'], take),
    selection.changed.connect(give),
    connection.stateChanged.connect(({ kind }) => kind === 'live' && take())
  ];
  take();
  return () => stops.forEach((stop) => stop());
}

function told(model: GraphWidgetModel): string[] {
  return (model.get('selection') as string[] | undefined) ?? [];
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((nodeId, index) => nodeId === other[index]);
}
