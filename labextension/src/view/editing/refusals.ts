import type { Refusal } from '../../core';
import type { Messages } from '../messages';

// Where nothing is wrong: there is only nothing to do.
const CALM = new Map([
  ['nothing-to-undo', 'Nothing to undo.'],
  ['nothing-to-redo', 'Nothing to redo.']
]);

/** Says why an edit was taken back. */
export function sayRefusal(messages: Messages, { code, message }: Refusal): void {
  const calm = CALM.get(code);
  messages.say(calm ?? message, calm === undefined ? 'error' : 'info');
}
