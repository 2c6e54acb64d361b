import { beforeEach, describe, expect, it } from 'vitest';
import { Replica } from '../../src/core';
import { compare, HistoryClient, MatchingSteps } from '../../src/core/past';
import { HistoryServer } from './history_server';
import { ANA, created, deleted, linked, renamed } from './memory_sockets';

const BOB = { ...ANA, client_id: 'c-bob', username: 'bob', name: 'Bob' };

let server: HistoryServer;
let client: HistoryClient;

beforeEach(() => {
  server = new HistoryServer();
  client = new HistoryClient(server.request, 'demo', () => 'token-1');
});

describe('PG steps', () => {
  it('PG13 go from commit to commit where nothing is asked for, without asking the server', async () => {
    ['a', 'b', 'c'].forEach((nodeId) => server.did([created(nodeId)]));
    const steps = new MatchingSteps(client, {});

    expect([await steps.next(1, 3), await steps.next(3, 3), await steps.previous(1, 0)]).toEqual([
      2,
      undefined,
      0
    ]);
    expect(server.asked).toEqual([]);
  });

  it('PG14 go on to what somebody did', async () => {
    for (let index = 0; index < 120; index += 1) {
      server.did([created(`n${index}`)], index % 40 === 10 ? BOB : ANA);
    }
    const steps = new MatchingSteps(client, { user: 'bob' });

    const found = [await steps.next(0, 120), await steps.next(11, 120), await steps.next(91, 120)];

    expect(found).toEqual([11, 51, undefined]);
    expect([await steps.previous(120, 0), await steps.previous(91, 0)]).toEqual([91, 51]);
  });

  it('PG15 go on to what concerns some nodes', async () => {
    ['a', 'b', 'c'].forEach((nodeId) => server.did([created(nodeId)]));
    server.did([renamed('b', 'b', 'B')]);
    server.did([linked('a', 'c')]);
    const steps = new MatchingSteps(client, { nodeIds: ['b', 'a'] });

    expect([await steps.next(2, 5), await steps.next(4, 5), await steps.previous(4, 0)]).toEqual([
      4, 5, 2
    ]);
  });
});

it('PG16 what has changed since is told by node, without what only moved', () => {
  const before = new Replica();
  [created('a', 'Lyon'), created('b'), created('c'), created('d')].forEach((one) =>
    before.apply(one)
  );
  before.apply(linked('c', 'd'));
  const after = before.copy();
  after.apply(renamed('a', 'Lyon', 'Nice'));
  after.apply(deleted('b'));
  after.apply(created('e'));
  after.apply({
    event: 'graph:property-changed',
    payload: {
      node_id: 'd',
      property_id: '_position',
      old_value: null,
      new_value: [1, 2],
      timestamp: ''
    }
  });
  after.apply({
    event: 'graph:node-unlinked',
    payload: { parent_id: 'c', child_id: 'd', timestamp: '' }
  });

  expect(compare(before, after)).toEqual({ added: ['e'], removed: ['b'], changed: ['a', 'c'] });
});

describe('PG what is asked of the server', () => {
  it('PG17 is asked as the client of this page, so that it can undo it', async () => {
    await client.restore(3, ['a', 'b']);

    const [{ token, body }] = server.of('restore') as [(typeof server.asked)[number]];
    expect(token).toBe('token-1');
    expect(body).toMatchObject({ seq: 3, node_ids: ['a', 'b'] });
  });

  it('PG18 names the session and the moment that another session begins with', async () => {
    expect(await client.branch(7, 'Demo as it was')).toBe('another');

    expect(server.of('sessions')[0]?.body).toEqual({
      title: 'Demo as it was',
      from: { session_id: 'demo', seq: 7 }
    });
  });
});
