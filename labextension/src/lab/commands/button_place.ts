import type { GraphTab } from '../graphs';

/** Where a command's button is in a tab's toolbar; where there is none, the tab's upper edge. */
export function placeOf(command: string, { node, content }: GraphTab): DOMRect {
  const button = node.querySelector(`[data-command="${command}"]`);
  if (button) {
    return button.getBoundingClientRect();
  }
  const { left, top } = content.node.getBoundingClientRect();
  return new DOMRect(left, top, 0, 0);
}
