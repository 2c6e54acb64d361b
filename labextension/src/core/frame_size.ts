import type { CommandOp } from './pending';
import type { Limits, Problem } from './protocol';

/** Says why an op cannot be sent at all: a frame larger than the limit ends the line. */
export function tooLarge(op: CommandOp, { max_message_bytes }: Limits): Problem | undefined {
  const text = JSON.stringify(op);
  // A UTF-16 unit takes three bytes of UTF-8 at most: only large ones need to be counted.
  if (!(text.length * 3 > max_message_bytes)) {
    return undefined;
  }
  const size = new TextEncoder().encode(text).length;
  if (size <= max_message_bytes) {
    return undefined;
  }
  const message = `this takes ${size} bytes, and a message at most ${max_message_bytes}; do it in smaller parts`;
  const details = { limit: max_message_bytes };
  return { code: 'too-large', message, retry: false, details };
}
