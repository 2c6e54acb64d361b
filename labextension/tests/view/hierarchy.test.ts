import { describe, expect, it } from 'vitest';
import { Replica, type EventRecord } from '../../src/core';
import { Branches } from '../../src/view/panels/outline/branches';
import { Hierarchy } from '../../src/view/panels/outline/hierarchy';
import { folded, nameKey } from '../../src/view/panels/outline/order';
import { AT, created, linked } from '../core/memory_sockets';
import { changed } from './inspected';

/** A tree as text: a line a row, two blanks a level. */
class Drawn {
  readonly replica = new Replica();
  readonly hierarchy = new Hierarchy(this.replica);
  readonly branches = new Branches(this.hierarchy, () => true);

  constructor(...events: EventRecord[]) {
    events.forEach((record) => this.replica.apply(record));
    this.hierarchy.load('name');
    this.hierarchy.findCircles();
    this.branches.reset();
  }

  apply(...events: EventRecord[]): void {
    events.forEach((record) => this.replica.apply(record));
    this.branches.apply(this.hierarchy.apply(events));
  }

  get rows(): string[] {
    return this.branches.rows.map(({ depth, nodeId }) => '  '.repeat(depth) + nodeId);
  }

  at(nodeId: string) {
    return this.branches.rows.find((branch) => branch.nodeId === nodeId)!;
  }
}

function unlinked(parentId: string, childId: string): EventRecord {
  const payload = { parent_id: parentId, child_id: childId, timestamp: AT };
  return { event: 'graph:node-unlinked', payload };
}

function deleted(nodeId: string): EventRecord {
  return { event: 'graph:node-deleted', payload: { node_id: nodeId, timestamp: AT } };
}

describe('names', () => {
  it('sort as people count', () => {
    const names = ['plant 10', 'Plant 9', 'Éclair', 'zoo', 'echo', 'plant 09b'];

    expect(names.sort((one, other) => (nameKey(one) < nameKey(other) ? -1 : 1))).toEqual([
      'echo',
      'Éclair',
      'Plant 9',
      'plant 09b',
      'plant 10',
      'zoo'
    ]);
  });

  it('are found without case and accents', () => {
    expect(folded('Éclair')).toBe('eclair');
  });
});

describe('the hierarchy', () => {
  it('has nodes without parents at its top, loose ones too', () => {
    const drawn = new Drawn(created('b'), created('a'), created('loose'), linked('b', 'a'));

    expect(drawn.rows).toEqual(['b', '  a', 'loose']);
  });

  it('shows a node of several parents below each of them', () => {
    const drawn = new Drawn(
      created('a'),
      created('b'),
      created('c'),
      linked('a', 'c'),
      linked('b', 'c')
    );

    expect(drawn.rows).toEqual(['a', '  c', 'b', '  c']);
  });

  it('ends where it comes round to the same node', () => {
    const drawn = new Drawn(created('a'), created('b'), linked('a', 'b'), linked('b', 'a'));
    drawn.branches.openAll();

    expect(drawn.rows).toEqual(['a', '  b', '    a']);
    expect(drawn.branches.rows[2]!.isCircle).toBe(true);
  });

  it('ends at a node that is its own child', () => {
    const drawn = new Drawn(created('a'), linked('a', 'a'));
    drawn.branches.openAll();

    expect(drawn.rows).toEqual(['a', '  a']);
  });

  it('goes very deep', () => {
    const ids = Array.from({ length: 20_000 }, (_, index) => `n${index}`);
    const links = ids.slice(1).map((id, index) => linked(ids[index]!, id));
    const drawn = new Drawn(...ids.map((id) => created(id)), ...links);

    expect(drawn.branches.reveal('n999')!.depth).toBe(999);
  });

  it('follows what comes, goes, moves and is renamed', () => {
    const drawn = new Drawn(created('a'), created('b'), created('c'), linked('a', 'c'));

    drawn.apply(created('d', 'd', 'a'), linked('a', 'd'));
    expect(drawn.rows).toEqual(['a', '  c', '  d', 'b']);

    drawn.apply(changed('c', 'name', 'x'));
    expect(drawn.rows).toEqual(['a', '  d', '  c', 'b']);

    drawn.apply(changed('b', 'name', '0'));
    expect(drawn.rows).toEqual(['b', 'a', '  d', '  c']);

    drawn.apply(unlinked('a', 'c'));
    expect(drawn.rows).toEqual(['b', 'a', '  d', 'c']);

    drawn.apply(unlinked('a', 'd'), deleted('a'));
    expect(drawn.rows).toEqual(['b', 'd', 'c']);
  });

  it('follows what one commit renames and moves at once', () => {
    const drawn = new Drawn(created('a'), created('b'), created('c'), linked('a', 'b'));

    drawn.apply(changed('b', 'name', 'z'), unlinked('a', 'b'), linked('c', 'b'));
    drawn.branches.openAll();

    expect(drawn.rows).toEqual(['a', 'c', '  b']);
  });

  it('keeps its rows where what has changed is not seen', () => {
    const drawn = new Drawn(created('a'), created('b'), linked('a', 'b'));
    drawn.branches.closeAll();
    const before = drawn.branches.rows;

    drawn.apply(created('c', 'c', 'a'), linked('a', 'c'));

    expect(drawn.branches.rows).toBe(before);
    drawn.branches.openAt(drawn.at('a'));
    expect(drawn.rows).toEqual(['a', '  b', '  c']);
  });

  it('may be in the order in which nodes were added', () => {
    const drawn = new Drawn(created('b'), created('a'));
    drawn.hierarchy.load('added');
    drawn.branches.refresh();

    expect(drawn.rows).toEqual(['b', 'a']);
    drawn.apply(created('0'));
    expect(drawn.rows).toEqual(['b', 'a', '0']);
  });
});

describe('a filter', () => {
  it('leaves what fits and what leads there, and opens it', () => {
    const drawn = new Drawn(
      ...['a', 'b', 'c', 'd'].map((id) => created(id)),
      linked('a', 'b'),
      linked('b', 'c')
    );
    drawn.branches.closeAll();

    drawn.branches.show({ fits: new Set(['c']), shown: new Set(['a', 'b', 'c']) });
    expect(drawn.rows).toEqual(['a', '  b', '    c']);

    drawn.branches.show(undefined);
    expect(drawn.rows).toEqual(['a', 'd']);
  });
});
