import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Editor, Session, type Execute, type Refusal } from '../../src/core';
import { MemoryServer, commit, created, linked, welcome } from './memory_sockets';

let line: MemoryServer;
let session: Session;
let editor: Editor;
let refusals: Refusal[];

// a holds b, b holds c; x holds b as well; y is alone.
beforeEach(() => {
  vi.useFakeTimers();
  line = new MemoryServer();
  session = new Session({ sessionId: 'demo', open: line.open });
  refusals = [];
  editor = new Editor(session, (refusal) => refusals.push(refusal));
  const nodes = [...'abcxy'].map((nodeId) => created(nodeId));
  const links = [linked('a', 'b'), linked('b', 'c'), linked('x', 'b')];
  line.last.say(welcome({ seq: 1, mode: 'replay' }), commit(1, ...nodes, ...links));
});

afterEach(() => {
  session.connection.close();
  vi.useRealTimers();
});

/** What was sent: each command with its arguments, those of a batch one by one. */
function sent(): [string, unknown][] {
  return line.last.ops('execute').flatMap(({ command_type, arguments: args }) => {
    const { commands } = args as { commands?: Execute[] };
    const inside = commands?.map((one): [string, unknown] => [one.command_type, one.arguments]);
    return inside ?? [[command_type, args]];
  });
}

describe('removing', () => {
  it('is one command for one thing, and a batch for several', () => {
    editor.remove(['y']);
    editor.remove(['a', 'x']);

    const types = line.last.ops('execute').map(({ command_type }) => command_type);
    expect(types).toEqual(['delete-node', 'batch']);
  });

  it('does not remove the links of removed nodes twice, nor what is gone, nor anything twice', () => {
    const ends = { parentId: 'x', childId: 'b' };
    editor.remove(['c', 'c', 'gone'], [{ parentId: 'b', childId: 'c' }, ends, ends]);

    expect(sent()).toEqual([
      ['unlink-node', { parent_id: 'x', child_id: 'b' }],
      ['delete-node', { node_id: 'c' }]
    ]);
  });

  it('of several with all below them leaves out those that went with others', () => {
    editor.remove(['b', 'c'], [], { cascade: true });

    expect(sent()).toEqual([['delete-node', { node_id: 'b', cascade: true }]]);
  });

  it('of several with all below them takes also one that something else holds', () => {
    editor.remove(['a', 'b'], [], { cascade: true });

    expect(sent().map(([, args]) => args)).toEqual([
      { node_id: 'a', cascade: true },
      { node_id: 'b', cascade: true }
    ]);
    expect([...session.store.replica.nodes.keys()]).toEqual(['x', 'y']);
  });

  it('of nothing sends nothing, and is done', async () => {
    await expect(editor.remove(['gone']).done).resolves.toMatchObject({ ok: true });
    await expect(editor.deleteProperty(['a'], 'km').done).resolves.toMatchObject({ ok: true });
    await expect(editor.move(new Map()).done).resolves.toMatchObject({ ok: true });
    expect(sent()).toEqual([]);
  });
});

describe('properties', () => {
  it('of many are one command, without those nodes that are gone', () => {
    editor.setProperty(['a', 'gone', 'b'], 'km', 3);

    const args = { property_id: 'km', node_ids: ['a', 'b'], new_values: [3, 3] };
    expect(sent()).toEqual([['update-properties', args]]);
  });

  it('of a node that is gone are refused by the server, so that one hears of it', () => {
    editor.rename('gone', 'x');

    expect(sent()).toHaveLength(1);
  });

  it('are set only where the expected value stands, if one is given', () => {
    editor.setProperty(['a'], 'km', 3, { expected: null });

    expect(sent()[0]![1]).toMatchObject({ expected_value: null });
  });

  it('are removed from those nodes that have them', () => {
    editor.setProperty(['a', 'b'], 'km', 3);
    editor.deleteProperty(['a', 'b', 'c'], 'km');

    expect(
      sent()
        .slice(1)
        .map(([, args]) => args)
    ).toEqual([
      { node_id: 'a', property_id: 'km' },
      { node_id: 'b', property_id: 'km' }
    ]);
  });
});

describe('moving', () => {
  it('of 500 nodes is one command, in tenths', () => {
    const places = [...'abcxy'].map((nodeId) => [nodeId, { x: 1.26, y: -0.04 }] as const);
    editor.move(new Map(places));

    expect(sent()).toHaveLength(1);
    expect(sent()[0]![1]).toMatchObject({ property_id: '_position' });
    expect(session.store.replica.nodes.get('y')!.properties.get('_position')).toEqual([1.3, 0]);
  });
});

describe('duplicating', () => {
  it('copies properties, the links among them with theirs, and the links from the same parents', () => {
    editor.setProperty(['b'], 'km', 7);
    editor.setLinkProperty({ parentId: 'x', childId: 'b' }, 'way', 'road');
    const { nodeIds } = editor.duplicate(['b', 'c'], { x: 10, y: 10 });

    const { replica } = session.store;
    const [b, c] = nodeIds as [string, string];
    expect(replica.nodes.get(b)!.properties.get('km')).toBe(7);
    expect(replica.link(b, c)).toBeDefined();
    expect(replica.link('a', b)).toBeDefined();
    expect(replica.link('x', b)!.properties.get('way')).toBe('road');
    expect(replica.link('b', c)).toBeUndefined();
  });

  it('in a tree leaves a copy its one parent', () => {
    const settings = {
      title: '',
      structure: 'tree' as const,
      strict_blueprints: false,
      moments: []
    };
    line.last.say(welcome({ settings, seq: 1 }));
    const { nodeIds } = editor.duplicate(['b'], { x: 10, y: 10 });

    expect(session.store.replica.parents(nodeIds[0]!).size).toBe(1);
  });
});

describe('who may not write', () => {
  it('is told so, and nothing is sent or shown', async () => {
    line.last.say(welcome({ role: 'reader', seq: 1 }));
    editor.rename('a', 'x');
    await editor.undo().catch(() => undefined);

    expect(refusals.map(({ code, commandType }) => [code, commandType])).toEqual([
      ['read-only', 'update-property'],
      ['read-only', 'undo']
    ]);
    expect(line.last.received).toEqual([]);
    expect(session.store.replica.nodes.get('a')!.name).toBe('a');
  });
});

describe('an edit', () => {
  it('names the nodes that it makes or touches', () => {
    expect(editor.link('a', 'y').nodeIds).toEqual(['a', 'y']);
    expect(editor.createNode({ ...N, nodeId: 'n', parentId: 'a' }).nodeIds).toEqual(['n']);
    expect(editor.setProperty(['a', 'b'], 'km', 1).nodeIds).toEqual(['a', 'b']);
  });

  it('that is refused fails for who waits, also where it is reported', async () => {
    const { done } = editor.rename('a', 'x');
    line.last.refuse('schema-violation', 'not like this', { details: { node_id: 'a' } });

    await expect(done).rejects.toThrow('not like this');
    expect(refusals).toEqual([
      {
        message: 'not like this',
        code: 'schema-violation',
        details: { node_id: 'a' },
        commandType: 'update-property'
      }
    ]);
  });

  it('sends no field that was left out', () => {
    editor.createNode({ ...N, nodeId: 'n' });

    expect(sent()).toEqual([
      ['create-node', { node_id: 'n', name: 'N', blueprint_type_id: 'city' }]
    ]);
  });
});

const N = { name: 'N', blueprintTypeId: 'city' };
