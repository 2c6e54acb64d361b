import { COMMANDS } from '../command_ids';
import type { Graphs } from '../graphs';
import { placeOf } from './button_place';

/** Opens what the view has under More, below its button. */
export function openMore(graphs: Graphs): void {
  const tab = graphs.current;
  if (tab) {
    tab.content.graph?.view.openMore(placeOf(COMMANDS.more, tab));
  }
}
