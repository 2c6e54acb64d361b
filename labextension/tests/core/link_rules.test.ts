import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Editor, Session } from '../../src/core';
import { MemoryServer, commit, created, linked, welcome } from './memory_sockets';

let line: MemoryServer;
let session: Session;
let editor: Editor;

beforeEach(() => {
  line = new MemoryServer();
  session = new Session({ sessionId: 'demo', open: line.open });
  editor = new Editor(session);
  line.last.say(welcome());
  line.last.say(commit(1, created('a'), created('b'), created('c'), linked('a', 'b')));
});

afterEach(() => session.connection.close());

describe('why a link may not be', () => {
  it.each([
    ['a', 'b', 'is linked to b already'],
    ['b', 'a', 'would close a cycle'],
    ['a', 'a', 'cannot be its own parent'],
    ['a', 'gone', 'not there any more']
  ])('%s to %s: %s', (parentId, childId, reason) => {
    expect(editor.linkProblem(parentId, childId)).toContain(reason);
  });

  it('nothing, where it may be', () => {
    expect(editor.linkProblem('b', 'c')).toBeUndefined();
  });

  it('a tree has one parent', () => {
    const settings = {
      title: '',
      structure: 'tree' as const,
      strict_blueprints: false,
      moments: []
    };
    line.last.say(welcome({ settings, seq: 1 }));

    expect(editor.linkProblem('c', 'b')).toBe('b has a parent already, a.');
  });
});
