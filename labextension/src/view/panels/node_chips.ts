import { button, element } from '../dom';
import { shorten } from '../text';
import type { ViewContext } from '../context';

const MOST_SHOWN = 12;

/** Nodes by name, a press on one goes there. */
export function nodeChips(
  { scene }: ViewContext,
  nodeIds: Iterable<string>,
  show: (nodeIds: readonly string[]) => void
): HTMLElement {
  const ids = [...nodeIds];
  const chips = ids.slice(0, MOST_SHOWN).map((nodeId) => {
    const look = scene.look(nodeId);
    const name = scene.replica.nodes.get(nodeId)?.name ?? nodeId;
    const dot = element('span', 'graphsync-dot');
    dot.style.setProperty('--graphsync-person', look?.color ?? 'currentColor');
    const chip = button('graphsync-chip', `Select ${name}`, '', () => show([nodeId]));
    chip.append(dot, shorten(name, 28) || 'no name');
    chip.dataset['nodeId'] = nodeId;
    return element('li', '', chip);
  });
  const more = ids.length - MOST_SHOWN;
  const rest = more > 0 ? [element('li', 'graphsync-hint', `and ${more} more`)] : [];
  return element('ul', 'graphsync-chips', ...chips, ...rest);
}
