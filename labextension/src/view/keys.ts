import type { Actions } from './actions';
import { isWriting } from './focus';

const isMac = typeof navigator !== 'undefined' && /Mac|iP(hone|ad)/.test(navigator.platform);

/** Says which keys an event is, as actions name them: `Mod+Shift+Z`. */
export function keysOf(event: KeyboardEvent): string {
  const key = keyOf(event);
  // What Shift makes of a key is in the key already, where it is neither letter nor digit.
  const isSign = key.length === 1 && !/[A-Z0-9]/.test(key);
  const held = [
    (isMac ? event.metaKey : event.ctrlKey) && 'Mod',
    (isMac ? event.ctrlKey : event.metaKey) && 'Other',
    event.altKey && 'Alt',
    event.shiftKey && !isSign && 'Shift'
  ];
  return [...held.filter(Boolean), key].join('+');
}

function keyOf({ key, code, shiftKey }: KeyboardEvent): string {
  const digit = /^Digit(\d)$/.exec(code);
  if (digit && shiftKey && key !== '?' && key !== '/') {
    return digit[1]!;
  }
  return key === ' ' ? 'Space' : key.length === 1 ? key.toUpperCase() : key;
}

const SIGNS = new Map([
  ['ArrowDown', '↓'],
  ['ArrowLeft', '←'],
  ['ArrowRight', '→'],
  ['ArrowUp', '↑'],
  ['Arrows', 'arrows'],
  ['ContextMenu', 'Menu'],
  ['Escape', 'Esc']
]);
const MAC_SIGNS = new Map([
  ['Mod', '⌘'],
  ['Alt', '⌥'],
  ['Shift', '⇧']
]);

/** Writes keys as people know them from their keyboard. */
export function keysText(keys: string): string {
  const parts = (keys.endsWith('++') ? [...keys.slice(0, -2).split('+'), '+'] : split(keys)).map(
    (part) => SIGNS.get(part) ?? part
  );
  return isMac
    ? parts.map((part) => MAC_SIGNS.get(part) ?? part).join('')
    : parts.map((part) => (part === 'Mod' ? 'Ctrl' : part)).join('+');
}

function split(keys: string): string[] {
  return keys === '+' ? ['+'] : keys.split('+');
}

const SUPPRESS = 'data-lm-suppress-shortcuts';

/**
 * Does what keys stand for while the focus is inside of an element; nothing while somebody writes.
 * The page around gets the keys that mean nothing here, such as Ctrl+S, and no others: a notebook
 * must not delete a cell when somebody deletes a node. Returns what stops it.
 */
export function listenToKeys(root: HTMLElement, actions: Actions): () => void {
  const isOurs = (event: KeyboardEvent): boolean => isPlain(event) || isOfSome(actions, event);
  // Notebook 7 listens before any element does, and leaves alone keys whose target is marked so;
  // JupyterLab listens after, and does not get what is stopped.
  const mark = (event: KeyboardEvent): void => {
    if (event.target instanceof Element && event.composedPath().includes(root)) {
      event.target.toggleAttribute(SUPPRESS, isOurs(event));
    }
  };
  const pressed = (event: KeyboardEvent): void => {
    const isTaken = isWriting(event.target) || isForControl(event);
    if (!event.defaultPrevented && !isTaken) {
      runKeys(actions, event);
    }
    if (isOurs(event)) {
      event.stopPropagation();
    }
  };
  window.addEventListener('keydown', mark, { capture: true });
  root.addEventListener('keydown', pressed);
  return () => {
    window.removeEventListener('keydown', mark, { capture: true });
    root.removeEventListener('keydown', pressed);
  };
}

function runKeys(actions: Actions, event: KeyboardEvent): void {
  const keys = keysOf(event);
  const meant = [...actions.all()].filter((action) => action.keys?.includes(keys));
  for (const action of meant) {
    if (!action.hasOwnEvent && actions.run(action.id)) {
      event.preventDefault();
      return;
    }
  }
  const [why] = meant.flatMap(({ id }) => actions.whyNot(id) ?? []);
  if (why !== undefined) {
    actions.refused.emit(why);
  }
}

function isOfSome(actions: Actions, event: KeyboardEvent): boolean {
  const keys = keysOf(event);
  return [...actions.all()].some((action) => action.keys?.includes(keys));
}

/** Whether a key comes without Ctrl or Cmd, and is none of those at a keyboard's upper edge. */
function isPlain({ ctrlKey, metaKey, key }: KeyboardEvent): boolean {
  return !ctrlKey && !metaKey && !/^F\d+$/.test(key);
}

/** Whether a button or its like has the focus, and the key is one that such things answer to. */
function isForControl({ target, key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  const control = 'button, a, summary, input, [role="tab"], [role="option"], [role="treeitem"]';
  const isAnswered = key.length === 1 || /^(Enter|Home|End|Page|Arrow)/.test(key);
  const isPlainKey = isAnswered && !ctrlKey && !metaKey;
  return isPlainKey && target instanceof Element && target.closest(control) !== null;
}
