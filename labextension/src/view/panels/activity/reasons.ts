const REASONS = new Map([
  ['cycle', 'that would make a cycle'],
  ['self-link', 'a node cannot be linked to itself'],
  ['parent-taken', 'a node has no more than one parent here'],
  ['child-not-allowed', 'the type of the one does not take the type of the other'],
  ['schema-violation', 'the type does not allow that value'],
  ['required-property', 'the type requires that property'],
  ['exists', 'it is there already'],
  ['unknown-node', 'the node is gone'],
  ['unknown-link', 'the link is gone'],
  ['unknown-property', 'the property is gone'],
  ['unknown-blueprint', 'there is no such type'],
  ['stale-value', 'somebody else was quicker'],
  ['undo-conflict', 'others have changed all of it since'],
  ['nothing-to-undo', 'there is nothing to undo'],
  ['nothing-to-redo', 'there is nothing to redo'],
  ['too-long', 'a text is too long'],
  ['too-many', 'that is too much for one step'],
  ['quota-exceeded', 'the graph is as large as it may be'],
  ['rate-limited', 'that was too much at once'],
  ['read-only', 'that is for editors alone'],
  ['forbidden', 'that is not allowed'],
  ['unknown-command', 'this server cannot do that'],
  ['storage-full', 'the disk of the server is full'],
  ['log-full', 'the history is as long as it may be'],
  ['storage-unavailable', 'the server cannot write at the moment'],
  ['storage-locked', 'another server holds the storage'],
  ['outcome-unknown', 'nobody knows yet whether it was written'],
  ['busy', 'the server had too much to do'],
  ['internal', 'something in the server is broken']
]);

/** Says why a command was refused; of its code others hear, of the server's own words only who asked. */
export function reasonOf(code: string): string {
  return REASONS.get(code) ?? 'the server did not accept it';
}
