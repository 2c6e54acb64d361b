import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Session } from '../../src/core';
import { SavedState, type SavedNews } from '../../src/lab/document/saved';
import type { ProjectDescription, SessionDescription } from '../../src/lab/server';
import { commit, created, MemoryServer, welcome } from '../core/memory_sockets';

const FILE: ProjectDescription = {
  path: 'demo.graphsync',
  is_dirty: false,
  saved_seq: 0,
  problem: ''
};

let server: MemoryServer;
let session: Session;
let saved: SavedState;
let news: SavedNews | undefined;
/** What the server tells next, and who waits for it. */
let described: SessionDescription;
let waiting: (() => void)[];

function describeAs(seq: number, project: Partial<ProjectDescription>): void {
  described = {
    session_id: 'demo',
    title: 'Demo',
    seq,
    client_count: 1,
    project: { ...FILE, ...project }
  };
}

/** Lets the server answer all questions that it was asked. */
async function answer(): Promise<void> {
  waiting.splice(0).forEach((tell) => tell());
  await Promise.resolve();
  await Promise.resolve();
}

beforeEach(async () => {
  [server, waiting] = [new MemoryServer(), []];
  session = new Session({ sessionId: 'demo', open: server.open });
  server.last.say(welcome());
  describeAs(0, {});
  const describe = (): Promise<SessionDescription> => {
    return new Promise((resolve) => waiting.push(() => resolve(described)));
  };
  saved = new SavedState(session, { describe }, (told) => (news = told));
  await answer();
});

afterEach(() => {
  saved.dispose();
  session.connection.close();
});

describe('whether a file is behind its graph', () => {
  it('is told by the server at first', () => {
    expect(news).toEqual({ isAhead: false, path: 'demo.graphsync', problem: '' });
  });

  it('is so from the first commit on', () => {
    server.last.say(commit(1, created('a')));

    expect(news?.isAhead).toBe(true);
  });

  it('is so while one’s own edit is not on the server yet', () => {
    const args = { name: 'a', blueprint_type_id: 'city' };
    session.connection.execute('create-node', args).catch(() => 'nobody answers it');

    expect(news?.isAhead).toBe(true);
  });

  it('ends when the server has written the newest commit', async () => {
    server.last.say(commit(1, created('a')));
    describeAs(2, { saved_seq: 1 });
    server.last.say({ ...commit(2), kind: 'save' });
    await answer();

    expect(news?.isAhead).toBe(false);
  });

  it('goes on where something was committed while the file was written', async () => {
    server.last.say(commit(1, created('a')), commit(2, created('b')));
    describeAs(3, { saved_seq: 1, is_dirty: true });
    server.last.say({ ...commit(3), kind: 'save' });
    await answer();

    expect(news?.isAhead).toBe(true);
  });

  it('goes on where something was committed while the server was asked', async () => {
    describeAs(1, { saved_seq: 0 });
    server.last.say({ ...commit(1), kind: 'save' });
    server.last.say(commit(2, created('a')));
    await answer();

    expect(news?.isAhead).toBe(true);
  });

  it('comes with why it cannot be saved, and with a new name', async () => {
    describeAs(1, { path: 'other.graphsync', problem: 'The disk is full.', is_dirty: true });
    await Promise.all([saved.refresh(), answer()]);

    expect(news).toEqual({ isAhead: true, path: 'other.graphsync', problem: 'The disk is full.' });
  });
});
