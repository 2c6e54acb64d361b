import { describe, expect, it } from 'vitest';
import { titleAfterMove } from '../../src/lab/document/title_of_file';

describe('the title of a session in a file', () => {
  it('follows the name of the file', () => {
    expect(titleAfterMove('untitled', 'untitled.graphsync', 'plans/supply.graphsync')).toBe(
      'supply'
    );
  });

  it('stays as somebody gave it', () => {
    expect(titleAfterMove('Supply chain', 'untitled.graphsync', 'b.graphsync')).toBeUndefined();
  });

  it('stays where only the folder is another', () => {
    expect(titleAfterMove('plan', 'plan.graphsync', 'old/plan.graphsync')).toBeUndefined();
  });
});
