import type { Refusal, Replica } from '../../core';
import type { Messages } from '../messages';
import { shorten } from '../text';

// Where nothing is wrong: there is only nothing to do.
const CALM = new Map([
  ['nothing-to-undo', 'Nothing to undo.'],
  ['nothing-to-redo', 'Nothing to redo.']
]);

/** Says why an edit was taken back; the server knows nodes by their ids, people by their names. */
export function sayRefusal(messages: Messages, replica: Replica, { code, message }: Refusal): void {
  const calm = CALM.get(code);
  messages.say(calm ?? withNames(message, replica), calm === undefined ? 'error' : 'info');
}

function withNames(message: string, { nodes }: Replica): string {
  const named = message.replace(/'([^']+)'/g, (quoted, id: string) => {
    const name = nodes.get(id)?.name;
    return name === undefined ? quoted : `'${shorten(name)}'`;
  });
  return named.charAt(0).toUpperCase() + named.slice(1);
}
