import { focusedBeside } from '../../../focus';

const CHOSEN = new Set(['checkbox', 'radio', 'file', 'button']);

/** Returns the property in whose field a target of an event stands. */
export function propertyAt(target: EventTarget | null): string | undefined {
  const field = target instanceof Element ? target.closest<HTMLElement>('[data-property]') : null;
  return field?.dataset['property'];
}

/** Whether somebody is writing in the field of a property. */
export function isWriting(root: HTMLElement, propertyId: string): boolean {
  const focused = focusedBeside(root);
  const isText =
    focused instanceof HTMLTextAreaElement ||
    (focused instanceof HTMLInputElement && !CHOSEN.has(focused.type));
  return isText && root.contains(focused) && propertyAt(focused) === propertyId;
}
