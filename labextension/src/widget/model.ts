import type { KernelModel } from './kernel_end';

type Trait =
  | 'session_id'
  | 'selection'
  | '_arrangement'
  | 'color_by'
  | 'size_by'
  | 'label_by'
  | 'height'
  | 'read_only';

/** The model of a widget, as far as it is used here. */
export interface GraphWidgetModel extends KernelModel {
  get(trait: Trait): unknown;
  set(trait: 'selection', value: readonly string[]): void;
  save_changes(): void;
  on(event: `change:${Trait}`, changed: () => void): void;
  on(...args: Parameters<KernelModel['on']>): void;
  off(event: `change:${Trait}`, changed: () => void): void;
  off(...args: Parameters<KernelModel['off']>): void;
}

/** Calls back when a trait changes; returns what ends that. */
export function watch(model: GraphWidgetModel, traits: Trait[], changed: () => void): () => void {
  traits.forEach((trait) => model.on(`change:${trait}`, changed));
  return () => traits.forEach((trait) => model.off(`change:${trait}`, changed));
}
