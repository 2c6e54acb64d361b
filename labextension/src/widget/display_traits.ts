import type { GraphView } from '../view';
import { watch, type GraphWidgetModel } from './model';

/** Shows a graph by the properties that the widget names; each viewer may choose others. */
export function followMappings(model: GraphWidgetModel, view: GraphView): () => void {
  const { display } = view.context;
  const stops = (
    [
      ['color_by', 'colorBy'],
      ['size_by', 'sizeBy'],
      ['label_by', 'labelBy']
    ] as const
  ).map(([trait, field]) => {
    const take = (): void =>
      display.change({ [field]: (model.get(trait) as string | null | undefined) ?? undefined });
    take();
    return watch(model, [trait], take);
  });
  return () => stops.forEach((stop) => stop());
}
