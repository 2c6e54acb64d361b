import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Editor, Session, type Commit, type EventRecord, type GraphChange } from '../../src/core';
import {
  MemoryServer,
  commit,
  commitOf,
  created,
  deleted,
  renamed,
  snapshot,
  welcome
} from './memory_sockets';

let server: MemoryServer;
let session: Session;
let editor: Editor;
let heard: GraphChange[];

beforeEach(() => {
  vi.useFakeTimers();
  server = new MemoryServer();
  session = new Session({ sessionId: 'demo', open: server.open });
  server.last.say(welcome({ seq: 1, mode: 'replay' }), commit(1, created('a', 'Lyon')));
  editor = new Editor(session, () => undefined);
  heard = [];
  session.store.graphChanged.connect((change) => heard.push(change));
});

afterEach(() => {
  session.connection.close();
  vi.useRealTimers();
});

function names(): string[] {
  return [...session.store.replica.nodes.values()].map(({ name }) => name);
}

/** The commit of the newest command, or of the one of that number. */
function own(seq: number, events: EventRecord[], number = -1): Commit {
  return commitOf(server.last.command(number), seq, ...events);
}

function eventsHeard(): string[] {
  return heard.flatMap((change) =>
    change.kind === 'loaded' ? ['loaded'] : change.events.map(({ event }) => event)
  );
}

describe('an edit', () => {
  it('shows before the server has answered', () => {
    editor.rename('a', 'Paris');

    expect(names()).toEqual(['Paris']);
    expect(eventsHeard()).toEqual(['graph:property-changed']);
  });

  it('is there already when its commit comes, and nothing is drawn again', () => {
    editor.rename('a', 'Paris');
    heard = [];

    server.last.say(own(2, [renamed('a', 'Lyon', 'Paris')]));

    expect(names()).toEqual(['Paris']);
    expect(heard).toEqual([]);
    expect(session.store.position.seq).toBe(2);
  });

  it('is taken back when the server refuses it', async () => {
    const { done } = editor.rename('a', 'Paris');
    server.last.refuse('schema-violation', 'no such city');

    await expect(done).rejects.toThrow('no such city');
    expect(names()).toEqual(['Lyon']);
  });

  it('stays while the server asks to send it again later', () => {
    editor.rename('a', 'Paris');
    server.last.refuse('busy', 'later', { retry: true });

    expect(names()).toEqual(['Paris']);
  });

  it('stays when the answer comes before the commit', () => {
    editor.rename('a', 'Paris');
    server.last.accept(2);
    expect(names()).toEqual(['Paris']);

    server.last.say(own(2, [renamed('a', 'Lyon', 'Paris')]));
    expect(names()).toEqual(['Paris']);
  });

  it('gives way to what the server made of it', () => {
    editor.rename('a', 'Paris');

    server.last.say(own(2, [renamed('a', 'Lyon', 'PARIS')]));

    expect(names()).toEqual(['PARIS']);
  });

  it('is on top of what others did before it', () => {
    editor.rename('a', 'Paris');

    server.last.say(commit(2, renamed('a', 'Lyon', 'Rome')));
    expect(names()).toEqual(['Paris']);

    server.last.refuse('stale-value', 'changed meanwhile');
    expect(names()).toEqual(['Rome']);
  });

  it('is not shown while it cannot be, and again when it can', () => {
    editor.rename('a', 'Paris');

    server.last.say(commit(2, deleted('a')));
    expect(names()).toEqual([]);

    server.last.say(commit(3, created('a', 'Lyon')));
    expect(names()).toEqual(['Paris']);
  });

  it('takes with it what was built on it, when it is refused', () => {
    const { nodeIds } = editor.createNode({ name: 'Rome', blueprintTypeId: 'city' });
    editor.link('a', nodeIds[0]!);
    expect(session.store.replica.linkCount).toBe(1);

    server.last.refuse('quota-exceeded', 'full', { number: 0 });

    expect(names()).toEqual(['Lyon']);
    expect(session.store.replica.linkCount).toBe(0);
  });

  it('that is refused leaves the others alone', () => {
    editor.createNode({ name: 'Rome', blueprintTypeId: 'city' });
    editor.createNode({ name: 'Bern', blueprintTypeId: 'city' });

    server.last.refuse('quota-exceeded', 'full', { number: 0 });

    expect(names()).toEqual(['Lyon', 'Bern']);
  });

  it('is taken back when the session ends', () => {
    editor.rename('a', 'Paris');

    server.last.cut(4505, 'over');

    expect(names()).toEqual(['Lyon']);
  });

  it('of a type that is not known here shows when it is done', async () => {
    const done = session.connection.execute('explode', { node_id: 'a' });
    expect(names()).toEqual(['Lyon']);

    server.last.say(own(2, [created('b', 'Splinter')]));
    server.last.accept(2);

    await done;
    expect(names()).toEqual(['Lyon', 'Splinter']);
  });

  it('is what it was when it was asked, whatever becomes of its arguments', () => {
    const properties: Record<string, unknown> = { size: 1 };
    editor.createNode({ nodeId: 'b', name: 'B', blueprintTypeId: 'city', properties });
    properties['size'] = 2;
    server.last.say(commit(2, created('c')));

    expect(session.store.replica.nodes.get('b')!.properties.get('size')).toBe(1);
  });

  it.each(['__proto__', 'constructor'])('makes and unmakes a node of the id %s', (nodeId) => {
    editor.createNode({ nodeId, name: 'Odd', blueprintTypeId: 'city', parentId: 'a' });
    expect(session.store.replica.link('a', nodeId)).toBeDefined();

    server.last.refuse('exists', 'no');

    expect(session.store.replica.nodes.has(nodeId)).toBe(false);
    expect(session.store.replica.linkCount).toBe(0);
  });
});

describe('a frame', () => {
  it('costs one taking back and one prediction, however many commits it holds', () => {
    for (let index = 0; index < 100; index += 1) {
      editor.createNode({ nodeId: `mine${index}`, name: 'Mine', blueprintTypeId: 'city' });
    }
    heard = [];
    const commits = Array.from({ length: 1_000 }, (_, index) =>
      commit(index + 2, created(`theirs${index}`))
    );

    server.last.say(...commits);

    expect(heard).toHaveLength(1);
    expect(eventsHeard()).toHaveLength(100 + 1_000 + 100);
    expect(session.store.replica.nodes.size).toBe(1_101);
  });

  it("of one's own commits alone takes nothing back", () => {
    editor.createNode({ nodeId: 'b', name: 'B', blueprintTypeId: 'city' });
    editor.createNode({ nodeId: 'c', name: 'C', blueprintTypeId: 'city' });
    editor.createNode({ nodeId: 'd', name: 'D', blueprintTypeId: 'city' });
    heard = [];

    server.last.say(own(2, [created('b', 'B')], 0), own(3, [created('c', 'C')], 1));

    expect(heard).toEqual([]);
    expect(names()).toEqual(['Lyon', 'B', 'C', 'D']);
  });

  it("may hold one's own commits and others', in any order", () => {
    editor.createNode({ nodeId: 'b', name: 'B', blueprintTypeId: 'city' });
    editor.createNode({ nodeId: 'c', name: 'C', blueprintTypeId: 'city' });

    server.last.say(
      own(2, [created('b', 'B')], 0),
      commit(3, created('x', 'X')),
      own(4, [created('c', 'C')], 1)
    );

    expect(names()).toEqual(['Lyon', 'B', 'X', 'C']);
  });
});

describe('a fresh copy', () => {
  it("has one's unanswered edits on top", () => {
    editor.rename('a', 'Paris');
    server.last.say({ type: 'reset', epoch: 'e2', reason: 'loaded' });
    expect(names()).toEqual([]);

    server.last.say(snapshot(5, ['a', 'b'], { epoch: 'e2' }));

    expect(names()).toEqual(['Paris', 'b']);
  });

  it('that holds an edit already does not show it twice', () => {
    editor.createNode({ nodeId: 'b', name: 'b', blueprintTypeId: 'city' });
    editor.link('a', 'b');

    server.last.say(snapshot(3, ['a', 'b'], { links: [['a', 'b']] }));
    expect(session.store.replica.linkCount).toBe(1);

    server.last.accept(2, 0);
    server.last.accept(3, 1);
    expect(names()).toEqual(['a', 'b']);
    expect(session.store.replica.linkCount).toBe(1);
  });

  it('ends the waiting for commits that it holds', () => {
    editor.rename('a', 'Paris');
    server.last.accept(4);

    server.last.say(snapshot(7, ['a']));

    expect(names()).toEqual(['a']);
  });

  it('of another history ends the waiting for commits of the old one', () => {
    editor.rename('a', 'Paris');
    server.last.accept(400);

    server.last.say({ type: 'reset', epoch: 'e2', reason: 'loaded' });
    server.last.say(snapshot(1, ['a'], { epoch: 'e2' }));

    expect(names()).toEqual(['a']);
  });

  it('is waited for before anything is shown', () => {
    const early = new Session({ sessionId: 'demo', open: server.open });
    void early.connection
      .execute('create-node', { node_id: 'b', name: 'B', blueprint_type_id: 'city' })
      .catch(() => undefined);
    expect(early.store.replica.nodes.size).toBe(0);

    server.last.say(welcome({ seq: 3, mode: 'snapshot' }), snapshot(3, ['a']));

    expect([...early.store.replica.nodes.keys()]).toEqual(['a', 'b']);
    early.connection.close();
  });
});
