import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Editor, Session, type Commit, type EventRecord } from '../../src/core';
import {
  AT,
  MemoryServer,
  commit,
  commitOf,
  created,
  deleted,
  linked,
  renamed,
  welcome,
  type ServerEnd
} from './memory_sockets';

let server: MemoryServer;
let session: Session;
let editor: Editor;

beforeEach(() => {
  vi.useFakeTimers();
  server = new MemoryServer();
  session = new Session({ sessionId: 'demo', open: server.open });
  server.last.say(welcome({ seq: 1, mode: 'replay' }), commit(1, created('a', 'Lyon')));
  editor = new Editor(session, () => undefined);
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

function undoId(): string {
  return server.last.ops('undo')[0]!.command_id!;
}

function comeBack(): ServerEnd {
  vi.advanceTimersByTime(20_000);
  return server.last;
}

describe('twenty seconds without a line', () => {
  it('are edited through, and what was refused afterwards is taken back and said', async () => {
    const said: string[] = [];
    const offline = new Editor(session, ({ message }) => said.push(message));
    server.last.cut();
    offline.createNode({ nodeId: 'b', name: 'Rome', blueprintTypeId: 'city', parentId: 'a' });
    offline.rename('a', 'Paris');
    expect(names()).toEqual(['Paris', 'Rome']);
    expect(session.connection.unsentCount).toBe(2);

    const line = comeBack();
    line.say(
      welcome({ seq: 3, mode: 'replay' }),
      commit(2, created('x', 'X')),
      commit(3, deleted('a'))
    );
    expect(session.connection.unsentCount).toBe(0);
    expect(session.connection.pendingCount).toBe(2);
    line.refuse('unknown-node', "there is no node 'a'", { number: 0 });
    line.refuse('unknown-node', "there is no node 'a'", { number: 1 });
    await vi.advanceTimersByTimeAsync(0);

    expect(names()).toEqual(['X']);
    expect(said).toEqual(["there is no node 'a'", "there is no node 'a'"]);
  });
});

describe('undo', () => {
  it('hides an edit that is not answered yet', () => {
    editor.rename('a', 'Paris');
    void editor.undo();

    expect(names()).toEqual(['Lyon']);
  });

  it('hides the newest first, and redo shows it again', () => {
    editor.rename('a', 'Paris');
    editor.createNode({ nodeId: 'b', name: 'B', blueprintTypeId: 'city' });
    void editor.undo();
    expect(names()).toEqual(['Paris']);
    void editor.undo();
    expect(names()).toEqual(['Lyon']);
    void editor.redo();
    expect(names()).toEqual(['Paris']);
  });

  it('leaves later edits shown', () => {
    editor.rename('a', 'Paris');
    void editor.undo();
    editor.createNode({ nodeId: 'b', name: 'B', blueprintTypeId: 'city' });

    expect(names()).toEqual(['Lyon', 'B']);
  });

  it('of what was answered long ago is not guessed', () => {
    void editor.undo();

    expect(names()).toEqual(['Lyon']);
  });

  it('keeps an edit hidden when only the commit of the edit has come', () => {
    editor.rename('a', 'Paris');
    void editor.undo();
    server.last.say(own(2, [renamed('a', 'Lyon', 'Paris')]));
    expect(names()).toEqual(['Lyon']);

    server.last.say({
      ...commit(3, renamed('a', 'Paris', 'Lyon')),
      kind: 'undo',
      command_id: undoId()
    });
    expect(names()).toEqual(['Lyon']);
  });

  it('that is refused shows the edit again', () => {
    editor.rename('a', 'Paris');
    void editor.undo();
    server.last.say(own(2, [renamed('a', 'Lyon', 'Paris')]));

    const error = { code: 'undo-conflict', message: 'no', retry: false, details: {} };
    server.last.say({ type: 'reply', id: undoId(), ok: false, error });

    expect(names()).toEqual(['Paris']);
  });

  it('of an edit that cannot be shown hides no other', () => {
    editor.rename('a', 'Paris');
    editor.rename('nobody', 'Nobody');
    void editor.undo();

    expect(names()).toEqual(['Paris']);
  });

  it("of anybody's last edit hides nothing", () => {
    editor.rename('a', 'Paris');
    void session.connection.undo('session').catch(() => undefined);

    expect(names()).toEqual(['Paris']);
  });
});

describe('the feed', () => {
  it('tells only what has happened', () => {
    const before = session.store.feed.entries.length;
    editor.rename('a', 'Paris');

    expect(session.store.feed.entries).toHaveLength(before);
  });

  it('knows the names from before the edit that it tells', () => {
    linkTo('b');
    editor.rename('a', 'Paris');
    editor.rename('a', 'Rome');
    editor.remove(['b']);
    const [first, second, third] = [0, 1, 2];

    server.last.say(own(3, [renamed('a', 'Lyon', 'Paris')], first));
    server.last.say(own(4, [renamed('a', 'Paris', 'Rome')], second));
    const gone: EventRecord[] = [
      { event: 'graph:node-unlinked', payload: { parent_id: 'a', child_id: 'b', timestamp: AT } },
      deleted('b')
    ];
    server.last.say(own(5, gone, third));

    const told = session.store.feed.entries.slice(-4).map(({ names }) => [...names.values()]);
    expect(told).toEqual([['Lyon'], ['Paris'], ['Rome', 'Bern'], ['Bern']]);
  });

  function linkTo(nodeId: string): void {
    server.last.say(commit(2, created(nodeId, 'Bern', 'a'), linked('a', nodeId)));
  }
});
