import { describe, expect, it } from 'vitest';
import { nullTranslator } from '@jupyterlab/translation';
import { diffLines } from '../../src/lab/document/diff_lines';

const trans = nullTranslator.load('jupyter_graphsync');

function node(name: string): { node_id: string; name: string } {
  return { node_id: name, name };
}

describe('how a file differs from its live graph', () => {
  it('is told in a line for each kind, with the first names', () => {
    const difference = {
      nodes_added: { count: 5, first: ['Lyon', 'Paris', 'Nice', 'Nantes', 'Lille'].map(node) },
      nodes_removed: { count: 0, first: [] },
      links_added: { count: 1, first: [['Lyon', 'Paris']] },
      types_changed: { count: 1, first: ['city'] }
    };

    expect(diffLines({ difference }, trans)).toEqual([
      'Nodes only in the file: 5 (Lyon, Paris, Nice, …)',
      'Links only in the file: 1 (Lyon → Paris)',
      'Blueprint types that differ: 1 (city)'
    ]);
  });

  it('is not told where the server could not compare', () => {
    expect(diffLines({ difference: null }, trans)).toEqual([]);
  });
});
