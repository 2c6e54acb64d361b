/** The element that has the focus, in the document or the shadow tree where another one stands. */
export function focusedBeside(element: Element): Element | null {
  const home = element.getRootNode();
  return home instanceof ShadowRoot ? home.activeElement : document.activeElement;
}

/** Whether the focus is in an element or inside of it. */
export function hasFocus(element: Element): boolean {
  return element.contains(focusedBeside(element));
}

/** Whether keys that come to a place are text that somebody writes. */
export function isWriting(target: EventTarget | null): boolean {
  const text = 'input:not([type="range"]):not([type="checkbox"]), textarea';
  const field = `${text}, select, [contenteditable="true"]`;
  return target instanceof Element && target.closest(field) !== null;
}
