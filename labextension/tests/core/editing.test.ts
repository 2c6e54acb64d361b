import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Editor, Session, type GraphChange, type Refusal } from '../../src/core';
import { MemoryServer, created, linked } from './memory_sockets';
import { ModelServer, written } from './model_server';

let line: MemoryServer;
let server: ModelServer;
let session: Session;
let editor: Editor;
let refusals: Refusal[];

beforeEach(() => {
  vi.useFakeTimers();
  line = new MemoryServer();
  server = new ModelServer([line]);
  session = new Session({ sessionId: 'demo', open: line.open });
  refusals = [];
  editor = new Editor(session, (refusal) => refusals.push(refusal));
  server.commit(created('a'), created('b'), created('c'), linked('a', 'b'));
  server.welcome(line);
});

afterEach(() => {
  session.connection.close();
  vi.useRealTimers();
});

function seen(): string {
  return written(session.store.replica);
}

function confirmed(): string {
  return written(server.graph);
}

async function answered(): Promise<void> {
  server.answer();
  await vi.advanceTimersByTimeAsync(0);
}

const node = (name: string) => ({ name, blueprintTypeId: 'city' });

describe('an edit', () => {
  it('shows at once, and is what the server made of it when that has answered', async () => {
    const { nodeIds } = editor.createNode({ ...node('Lyon'), parentId: 'a' });
    expect(session.store.replica.nodes.get(nodeIds[0]!)!.name).toBe('Lyon');
    expect(session.store.replica.link('a', nodeIds[0]!)).toBeDefined();
    expect(confirmed()).not.toBe(seen());

    await answered();
    expect(seen()).toBe(confirmed());
    expect(session.connection.pendingCount).toBe(0);
  });

  it('is told to listeners once, and not again when it is confirmed as expected', async () => {
    const heard: GraphChange[] = [];
    session.store.graphChanged.connect((change) => heard.push(change));
    editor.rename('a', 'Lyon');
    await answered();

    expect(heard).toHaveLength(1);
    expect(heard[0]).toMatchObject({ kind: 'changed', events: [{ payload: { node_id: 'a' } }] });
  });

  it('is taken back with a message where the server refuses it', async () => {
    const before = seen();
    editor.rename('a', 'forbidden');
    expect(seen()).not.toBe(before);

    await answered();
    expect(seen()).toBe(before);
    expect(refusals).toMatchObject([{ code: 'refused', commandType: 'update-property' }]);
    expect(refusals[0]!.message).toBe('this is forbidden');
  });

  it.each([
    ['create', () => editor.createNode({ ...node('x'), properties: { km: 3 } })],
    ['rename', () => editor.rename('a', 'x')],
    ['set', () => editor.setProperty(['a'], 'km', 3)],
    ['set for several', () => editor.setProperty(['a', 'b'], 'km', 3)],
    ['move', () => editor.move(new Map([['a', { x: 1.23456, y: 2 }]]))],
    ['link', () => editor.link('b', 'c', { km: 3 })],
    ['unlink', () => editor.unlink('a', 'b')],
    ['set on a link', () => editor.setLinkProperty({ parentId: 'a', childId: 'b' }, 'km', 3)],
    ['remove', () => editor.remove(['a'])],
    ['remove all below', () => editor.remove(['a'], [], { cascade: true })],
    ['duplicate', () => editor.duplicate(['a', 'b'], { x: 9, y: 9 })],
    ['define a type', () => editor.defineBlueprint({ blueprint_type_id: 'hub', style: {} })]
  ])('%s: is just what the server does', async (_, edit) => {
    edit();
    const shown = seen();
    await answered();

    expect(seen()).toBe(shown);
    expect(seen()).toBe(confirmed());
    expect(refusals).toEqual([]);
  });

  it('leaves no trace when it is taken back, whatever it was', async () => {
    server.commit(created('d'));
    server.answer();
    const before = seen();
    editor.run([
      { command_type: 'delete-node', arguments: { node_id: 'a' } },
      {
        command_type: 'update-property',
        arguments: { node_id: 'b', property_id: 'k', new_value: 1 }
      },
      { command_type: 'delete-property', arguments: { node_id: 'b', property_id: 'k' } },
      { command_type: 'link-node', arguments: { parent_id: 'b', child_id: 'd' } },
      {
        command_type: 'update-link-property',
        arguments: { parent_id: 'b', child_id: 'd', property_id: 'k', new_value: 'forbidden' }
      }
    ]);
    expect(seen()).not.toBe(before);

    await answered();
    expect(seen()).toBe(before);
  });

  it('that cannot be does not show, and is refused by the server', async () => {
    const before = seen();
    editor.link('b', 'a');
    expect(seen()).toBe(before);

    await answered();
    expect(refusals).toHaveLength(1);
  });

  it('of more changes than one step may hold is not sent', async () => {
    server.welcome(line);
    const command = { command_type: 'delete-node', arguments: { node_id: 'a' } };
    editor.run(Array.from({ length: 101 }, () => command));
    await answered();

    expect(refusals[0]).toMatchObject({ code: 'not-sent' });
    expect(refusals[0]!.message).toContain('101 changes are more than one step may hold (100)');
  });
});

describe('edits and what others do', () => {
  it('come out as the server ordered them', async () => {
    editor.rename('a', 'mine');
    server.commit(created('d'), linked('b', 'd'));
    editor.setProperty(['b'], 'km', 3);
    server.answer();
    await answered();

    expect(seen()).toBe(confirmed());
    expect(session.store.replica.nodes.get('a')!.name).toBe('mine');
  });

  it('show on top of what others do meanwhile', () => {
    editor.rename('a', 'mine');
    server.commit({
      event: 'graph:property-changed',
      payload: {
        node_id: 'a',
        property_id: 'name',
        old_value: 'a',
        new_value: 'theirs',
        timestamp: ''
      }
    });
    line.last.say(server.history.at(-1)!);

    expect(session.store.replica.nodes.get('a')!.name).toBe('mine');
  });

  it('disappear where somebody took away what they were about', async () => {
    editor.rename('c', 'mine');
    server.commit({ event: 'graph:node-deleted', payload: { node_id: 'c', timestamp: '' } });
    await answered();

    expect(session.store.replica.nodes.has('c')).toBe(false);
    expect(refusals).toHaveLength(1);
  });

  it('name in the activity a node that is deleted by oneself', async () => {
    editor.remove(['c']);
    await answered();

    const [deleted] = session.store.feed.entries.filter(
      ({ record }) => record.event === 'graph:node-deleted'
    );
    expect(deleted!.names.get('c')).toBe('c');
  });
});

describe('a line that is down', () => {
  it('lets one edit on, and all is sent when it is up again', async () => {
    line.last.cut();
    const { nodeIds } = editor.createNode(node('Lyon'));
    editor.link('a', nodeIds[0]!);
    editor.rename(nodeIds[0]!, 'forbidden');
    editor.move(new Map([[nodeIds[0]!, { x: 5, y: 6 }]]));
    server.commit(created('d'));
    expect(session.connection.pendingCount).toBe(4);

    await vi.advanceTimersByTimeAsync(20_000);
    server.welcome(line);
    await answered();

    expect(seen()).toBe(confirmed());
    expect(session.store.replica.nodes.get(nodeIds[0]!)!.name).toBe('Lyon');
    expect(refusals.map(({ code }) => code)).toEqual(['refused']);
    expect(session.connection.pendingCount).toBe(0);
  });

  it('hides an edit that is undone before it was sent', () => {
    line.last.cut();
    const before = seen();
    editor.rename('a', 'x');
    void editor.undo();
    expect(seen()).toBe(before);

    void editor.redo();
    expect(session.store.replica.nodes.get('a')!.name).toBe('x');
  });

  it('keeps edits over a fresh copy of the graph', () => {
    editor.rename('a', 'mine');
    line.last.say({ type: 'reset', epoch: 'e2', reason: 'restored' });
    const columns = { node_id: ['a'], name: ['a'], blueprint_type_id: ['city'], properties: [{}] };
    const links = { parent_id: [], child_id: [], properties: [] };
    const part = { part: 1, parts: 1, epoch: 'e2', seq: 1, digest: 'd1', blueprint_types: [] };
    line.last.say({ type: 'snapshot', ...part, nodes: columns, links });

    expect([...session.store.replica.nodes.values()].map(({ name }) => name)).toEqual(['mine']);
  });

  it('gives up with the session, and takes back what was not answered', async () => {
    const before = seen();
    editor.rename('a', 'mine');
    line.last.cut(4505, 'ended');
    await vi.advanceTimersByTimeAsync(0);

    expect(seen()).toBe(before);
    expect(refusals[0]!.message).toContain('ended');
    expect(editor.canWrite).toBe(false);
  });

  it('hands unanswered commands to the page that comes next, and they are done once', async () => {
    line.last.cut();
    editor.rename('a', 'mine');
    const unanswered = session.connection.unanswered;
    session.connection.close();
    session = new Session({ sessionId: 'demo', open: line.open, unanswered });
    server.welcome(line);
    await answered();
    server.answer();

    expect(session.store.replica.nodes.get('a')!.name).toBe('mine');
    expect(server.history.filter((one) => !one.command_id.startsWith('other'))).toHaveLength(1);
  });
});
