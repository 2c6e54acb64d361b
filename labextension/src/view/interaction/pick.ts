import type { PointerAction } from '../renderer';
import type { Selection } from '../selection';

/** A click takes what is under it; with Shift, Ctrl or Cmd it takes it too, or lets it go. */
export function pick({ target, shift, mod }: PointerAction, selection: Selection): void {
  const isMore = shift || mod;
  if (target.kind === 'stage') {
    return isMore ? undefined : selection.clear();
  }
  const nodeIds = target.kind === 'link' ? [] : [target.nodeId];
  const links = target.kind === 'link' ? [target.link] : [];
  if (isMore) {
    selection.toggle(nodeIds, links);
  } else {
    selection.set(nodeIds, links);
  }
}

/** A menu is about what is under it, and about all that is selected if that is part of it. */
export function pickForMenu({ target }: PointerAction, selection: Selection): void {
  if (target.kind === 'link') {
    if (!selection.hasLink(target.link)) {
      selection.set([], [target.link]);
    }
  } else if (target.kind !== 'stage' && !selection.nodeIds.has(target.nodeId)) {
    selection.set([target.nodeId]);
  }
}
