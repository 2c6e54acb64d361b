import type { Actions } from './actions';

const isMac = typeof navigator !== 'undefined' && /Mac|iP(hone|ad)/.test(navigator.platform);

/** Says which keys an event is, as actions name them: `Mod+Shift+Z`. */
export function keysOf(event: KeyboardEvent): string {
  const isMod = isMac ? event.metaKey : event.ctrlKey;
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const held = [isMod && 'Mod', event.altKey && 'Alt', event.shiftKey && 'Shift'];
  return [...held.filter(Boolean), key === ' ' ? 'Space' : key].join('+');
}

/** Writes keys as people know them from their keyboard. */
export function keysText(keys: string): string {
  return isMac ? keys.replace('Mod', '⌘').replaceAll('+', '') : keys.replace('Mod', 'Ctrl');
}

/**
 * Does what keys stand for while the focus is inside of an element; nothing while somebody writes.
 * Returns what stops it.
 */
export function listenToKeys(root: HTMLElement, actions: Actions): () => void {
  const pressed = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || isWriting(event.target)) {
      return;
    }
    const keys = keysOf(event);
    for (const action of actions.all()) {
      if (action.keys?.includes(keys) && actions.run(action.id)) {
        event.preventDefault();
        event.stopPropagation();
        return;
      }
    }
  };
  root.addEventListener('keydown', pressed);
  return () => root.removeEventListener('keydown', pressed);
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select') !== null;
}
