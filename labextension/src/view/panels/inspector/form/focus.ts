const CHOSEN = new Set(['checkbox', 'radio', 'file', 'button']);

/** Returns the property in whose field a target of an event stands. */
export function propertyAt(target: EventTarget | null): string | undefined {
  const field = target instanceof Element ? target.closest<HTMLElement>('[data-property]') : null;
  return field?.dataset['property'];
}

/** Whether somebody is writing in the field of a property. */
export function isWriting(root: HTMLElement, propertyId: string): boolean {
  const { activeElement } = root.getRootNode() as Document | ShadowRoot;
  const isText =
    activeElement instanceof HTMLTextAreaElement ||
    (activeElement instanceof HTMLInputElement && !CHOSEN.has(activeElement.type));
  return isText && root.contains(activeElement) && propertyAt(activeElement) === propertyId;
}
