import { newId } from '../core/ids';
import type { GraphView } from '../view';
import type { KernelMessage } from './kernel_end';
import { watch, type GraphWidgetModel } from './model';

/**
 * Arranges the graph as the widget's `layout` says: when it is first seen without any shared place,
 * and when it is set. Every view that may asks the kernel, which chooses one to do it for all.
 */
export function followArrangement(
  model: GraphWidgetModel,
  view: GraphView,
  arrange: (name: string) => void
): () => void {
  const { store, connection } = view.context.session;
  const id = newId();
  const ask = (): void => {
    if (model.get('_arrangement') && view.context.editor.canWrite && !model.get('read_only')) {
      model.send({ type: 'ask-arrange', id });
    }
  };
  let isFirst = true;
  const askAtFirst = (): void => {
    if (!isFirst || connection.state.kind !== 'live') {
      return;
    }
    isFirst = false;
    const nodes = [...store.replica.nodes.values()];
    if (nodes.length > 0 && !nodes.some(({ properties }) => properties.has('_position'))) {
      ask();
    }
  };
  const hear = (message: KernelMessage): void => {
    if (message.type === 'arrange' && message.id === id) {
      arrange(String(model.get('_arrangement')));
    }
  };
  model.on('msg:custom', hear);
  const stops = [
    watch(model, ['_arrangement'], ask),
    connection.stateChanged.connect(askAtFirst),
    () => model.off('msg:custom', hear)
  ];
  askAtFirst();
  return () => stops.forEach((stop) => stop());
}
