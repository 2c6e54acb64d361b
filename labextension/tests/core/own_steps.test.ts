import { beforeEach, describe, expect, it } from 'vitest';
import { Session, type Commit } from '../../src/core';
import { ANA, commit, created, MemoryServer, snapshot, welcome } from './memory_sockets';

const ME = { ...ANA, client_id: 'c-me' };

let server: MemoryServer;
let session: Session;

function open(clientToken?: string): void {
  server = new MemoryServer();
  session = new Session({
    sessionId: 'demo',
    open: server.open,
    ...(clientToken === undefined ? {} : { clientToken })
  });
  server.last.say(welcome());
}

function mine(seq: number, kind: Commit['kind'], command_type = 'create-node'): void {
  const events = kind === 'do' ? [created(`n${seq}`)] : [];
  server.last.say({ ...commit(seq, ...events), actor: ME, kind, command_type });
}

function steps(): [canUndo: boolean, canRedo: boolean] {
  const { canUndo, canRedo } = session.store.steps;
  return [canUndo, canRedo];
}

beforeEach(() => open());

describe('what one may undo', () => {
  it('is nothing before one has done anything, whatever others did', () => {
    expect(steps()).toEqual([false, false]);

    server.last.say(commit(1, created('a')));
    expect(steps()).toEqual([false, false]);
  });

  it('is what one did, and then to do that again', () => {
    mine(1, 'do');
    expect(steps()).toEqual([true, false]);

    mine(2, 'undo');
    expect(steps()).toEqual([false, true]);

    mine(3, 'redo');
    expect(steps()).toEqual([true, false]);
  });

  it('is nothing to do again once one has done something else', () => {
    mine(1, 'do');
    mine(2, 'undo');
    mine(3, 'do');

    expect(steps()).toEqual([true, false]);
  });

  it('is what one has asked for and the server has not answered', () => {
    void session.connection.execute('create-node', { node_id: 'a', name: 'a' });

    expect(steps()).toEqual([true, false]);
  });

  it('is no change of the settings', () => {
    mine(1, 'do', 'update-settings');

    expect(steps()).toEqual([false, false]);
  });

  it('may be what one did before a reload, until the server says that there is nothing', async () => {
    open('token-1');
    expect(steps()).toEqual([true, true]);

    const asked = session.connection.undo();
    const [op] = server.last.ops('undo');
    const error = { code: 'nothing-to-undo', message: 'x', retry: false, details: {} };
    server.last.say({ type: 'reply', id: op!.command_id!, ok: false, error });
    await expect(asked).rejects.toThrow();
    expect(steps()).toEqual([false, true]);
  });

  it('may be something where a fresh copy took the place of what was missed', () => {
    mine(1, 'do');
    server.last.say(snapshot(5, ['a']));

    expect(steps()).toEqual([true, true]);
  });
});
