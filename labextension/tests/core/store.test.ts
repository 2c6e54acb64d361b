import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Store, type Client, type EventRecord, type GraphChange } from '../../src/core';
import { ANA, AT, commit, created, linked, snapshot, welcome } from './memory_sockets';

let store: Store;

beforeEach(() => {
  store = new Store();
  store.welcome(welcome());
});

function apply(...events: EventRecord[]): void {
  store.commit(commit(store.position.seq + 1, ...events));
}

function changed(nodeId: string, propertyId: string, value: unknown): EventRecord {
  const payload = { node_id: nodeId, property_id: propertyId, old_value: null, new_value: value };
  return { event: 'graph:property-changed', payload: { ...payload, timestamp: AT } };
}

function client(clientId: string, name: string): Client {
  return {
    client_id: clientId,
    username: name,
    name,
    color: '#123456',
    origin: 'browser',
    selection: [],
    pointer: null,
    dragging: {},
    editing: null
  };
}

describe('replica', () => {
  it('follows nodes and links', () => {
    apply(created('a'));
    apply(created('b', 'B', 'a'), linked('a', 'b'));

    expect(store.replica.linkCount).toBe(1);
    expect([...store.replica.children('a').keys()]).toEqual(['b']);
    expect([...store.replica.parents('b').keys()]).toEqual(['a']);
  });

  it('forgets what is unlinked and deleted', () => {
    apply(created('a'), created('b'), linked('a', 'b'));
    const payload = { parent_id: 'a', child_id: 'b', timestamp: AT };
    apply(
      { event: 'graph:node-unlinked', payload },
      { event: 'graph:node-deleted', payload: { node_id: 'b', timestamp: AT } }
    );

    expect(store.replica.linkCount).toBe(0);
    expect([...store.replica.nodes.keys()]).toEqual(['a']);
    expect([...store.replica.links()]).toEqual([]);
  });

  it('takes a change of property "name" as a rename', () => {
    apply(created('a', 'Old'));
    apply(changed('a', 'name', 'New'));

    expect(store.replica.nodes.get('a')!.name).toBe('New');
    expect(store.replica.nodes.get('a')!.properties.size).toBe(0);
  });

  it('puts a new node in the place of the one that it changes', () => {
    apply(created('a'));
    const before = store.replica.nodes.get('a')!;
    apply(changed('a', 'size', 3));

    expect(before.properties.size).toBe(0);
    expect(store.replica.nodes.get('a')!.properties.get('size')).toBe(3);
  });

  it('changes and removes properties of links', () => {
    apply(created('a'), created('b'), linked('a', 'b'));
    const at = { parent_id: 'a', child_id: 'b', property_id: 'km', timestamp: AT };
    apply({
      event: 'graph:link-property-changed',
      payload: { ...at, old_value: null, new_value: 4 }
    });
    expect(store.replica.link('a', 'b')!.properties.get('km')).toBe(4);

    apply({ event: 'graph:link-property-deleted', payload: at });
    expect(store.replica.link('a', 'b')!.properties.has('km')).toBe(false);
  });

  it.each(['__proto__', 'constructor', 'toString'])('takes %s as an id like any other', (id) => {
    apply(created(id), created('b'), linked(id, 'b'));

    expect(store.replica.nodes.get(id)!.nodeId).toBe(id);
    expect(store.replica.children('hasOwnProperty').size).toBe(0);
  });

  it('loads columns', () => {
    store.snapshot([snapshot(7, ['a', 'b'], { links: [['a', 'b']] })]);

    expect(store.replica.nodes.size).toBe(2);
    expect(store.replica.link('a', 'b')).toBeDefined();
  });
});

describe('listeners', () => {
  it('hear all events of a commit at once, after the last was applied', () => {
    const heard: GraphChange[] = [];
    store.graphChanged.connect((change) => heard.push(change));

    apply(created('a'), created('b'));

    expect(heard).toHaveLength(1);
    expect(heard[0]).toMatchObject({ kind: 'changed', events: [created('a'), created('b')] });
  });

  it('go on when one of them fails', () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const heard: string[] = [];
    store.graphChanged.connect(() => {
      throw new Error('broken');
    });
    store.graphChanged.connect((change) => heard.push(change.kind));

    apply(created('a'));

    expect(heard).toEqual(['changed']);
  });

  it('learn of new settings', () => {
    const executed = { command_id: 'k', command_type: 'update-settings', timestamp: AT };
    store.commit({
      ...commit(1, { event: 'command:executed', payload: { ...executed, result: { title: 'T' } } }),
      command_type: 'update-settings'
    });

    expect(store.settings).toMatchObject({ title: 'T', structure: 'dag' });
  });
});

describe('feed', () => {
  it('keeps the name of a node that is gone', () => {
    apply(created('a', 'Lyon'));
    apply({ event: 'graph:node-deleted', payload: { node_id: 'a', timestamp: AT } });

    const last = store.feed.entries[store.feed.entries.length - 1]!;
    expect(last.names.get('a')).toBe('Lyon');
    expect(last.actor).toEqual(ANA);
  });

  it('knows the names of nodes that the same commit made', () => {
    apply(created('a', 'Lyon'), created('b', 'Paris'), linked('a', 'b'));

    const last = store.feed.entries[store.feed.entries.length - 1]!;
    expect([...last.names]).toEqual([
      ['a', 'Lyon'],
      ['b', 'Paris']
    ]);
  });

  it('tells passing events, but not what people point at', () => {
    const failed = { command_id: 'k', command_type: 'link-node', error: 'cycle', timestamp: AT };
    store.event({ type: 'event', event: 'command:failed', payload: failed, actor: ANA });
    store.event({
      type: 'event',
      event: 'session:presence',
      payload: { clients: [client('c-ana', 'Ana')], timestamp: AT }
    });

    expect(store.feed.entries.map((entry) => entry.record.event)).toEqual(['command:failed']);
  });

  it('keeps the last 200', () => {
    for (let index = 0; index < 250; index += 1) {
      apply(created(`n${index}`));
    }

    expect(store.feed.entries).toHaveLength(200);
    expect(store.feed.entries[199]!.names.get('n249')).toBe('n249');
  });
});

describe('people', () => {
  it('come with the welcome, change, and go', () => {
    store.welcome(welcome({ clients: [client('c1', 'Ana'), client('c2', 'Ben')] }));
    store.event({
      type: 'event',
      event: 'session:presence',
      payload: { clients: [client('c2', 'Benjamin')], left: ['c1'], timestamp: AT }
    });

    expect([...store.clients.values()].map(({ name }) => name)).toEqual(['Benjamin']);
  });
});
