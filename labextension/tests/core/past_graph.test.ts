import { beforeEach, describe, expect, it } from 'vitest';
import type { EventRecord, GraphChange, Replica } from '../../src/core';
import { HistoryClient, PastGraph, Seeker } from '../../src/core/past';
import { isSame } from '../../src/core/editing/same';
import { HistoryServer } from './history_server';
import { AT, created, deleted, linked } from './memory_sockets';

let server: HistoryServer;
let past: PastGraph;

beforeEach(() => {
  server = new HistoryServer();
  past = new PastGraph(new HistoryClient(server.request, 'demo'));
});

function changed(node_id: string, property_id: string, new_value: unknown): EventRecord {
  const payload = { node_id, property_id, old_value: null, new_value, timestamp: AT };
  return { event: 'graph:property-changed', payload };
}

/** A history of so many commits in which nodes come, change and go. */
function live(commits: number): void {
  for (let seq = 1; seq <= commits; seq += 1) {
    const nodeId = `n${seq}`;
    if (seq % 5 === 4) {
      server.did([changed(`n${seq - 1}`, 'size', seq), changed(`n${seq - 1}`, 'name', `N${seq}`)]);
    } else if (seq % 5 === 0) {
      const payload = { parent_id: `n${seq - 4}`, child_id: `n${seq - 3}`, timestamp: AT };
      server.did([{ event: 'graph:node-unlinked', payload }, deleted(`n${seq - 3}`)]);
    } else {
      const isChild = seq % 5 === 2;
      server.did([created(nodeId, nodeId), ...(isChild ? [linked(`n${seq - 1}`, nodeId)] : [])]);
    }
  }
}

function content(replica: Replica): unknown {
  const nodes = [...replica.nodes.values()].map(({ properties, ...node }) => ({
    ...node,
    properties: Object.fromEntries(properties)
  }));
  const links = [...replica.links()].map(({ parentId, childId }) => `${parentId}>${childId}`);
  return {
    nodes: nodes.sort((one, other) => (one.nodeId < other.nodeId ? -1 : 1)),
    links: links.sort()
  };
}

describe('PG the graph as it was', () => {
  it('PG1 is the one that the commits up to a moment make, wherever one comes from', async () => {
    live(1_500);
    const moments = [1_500, 1_499, 700, 701, 650, 3, 1_200, 1_201, 400, 1_000, 0, 1, 999, 998];

    for (const seq of moments) {
      await past.goTo(seq);

      expect(isSame(content(past.replica), content(server.graphAt(seq)))).toBe(true);
    }
  });

  it('PG2 goes back the way that it came without asking anybody', async () => {
    live(300);
    await past.goTo(250);
    const asked = server.asked.length;

    await past.goTo(249);
    await past.goTo(220);

    expect(server.asked.length).toBe(asked);
    expect(content(past.replica)).toEqual(content(server.graphAt(220)));
  });

  it('PG3 goes on by the commits between, without another copy of the graph', async () => {
    live(600);
    await past.goTo(250);
    server.asked.length = 0;
    const changes: GraphChange[] = [];
    past.graphChanged.connect((change) => changes.push(change));

    await past.goTo(560);

    expect(server.of('graph')).toEqual([]);
    expect(changes.map(({ kind }) => kind)).toEqual(['changed']);
  });

  it('PG4 takes a copy that it has instead of asking for another', async () => {
    live(2_000);
    await past.goTo(1_900);
    await past.goTo(100);
    server.asked.length = 0;

    await past.goTo(1_950);

    expect(server.of('graph')).toEqual([]);
    expect(content(past.replica)).toEqual(content(server.graphAt(1_950)));
  });

  it('PG5 knows what replaced the graph as a whole', async () => {
    live(10);
    const graph = { nodes: ['a', 'b'] };
    server.did([{ event: 'project:loaded', payload: { project_id: 'p', graph, timestamp: AT } }]);
    server.did([created('c')]);
    await past.goTo(9);

    await past.goTo(12);

    expect([...past.replica.nodes.keys()].sort()).toEqual(['a', 'b', 'c']);
  });

  it('PG6 tells what happened at a moment, with the names of then', async () => {
    server.did([created('a', 'Lyon')]);
    server.did([deleted('a')]);
    server.did([created('b', 'Nice')]);

    const { commit, entries } = await past.goTo(2);

    expect(commit?.seq).toBe(2);
    expect(entries.map(({ names }) => names.get('a'))).toEqual(['Lyon']);
  });

  it('PG7 is empty at the start, where nothing has happened', async () => {
    live(3);

    const { commit } = await past.goTo(0);

    expect(commit).toBeUndefined();
    expect(past.replica.nodes.size).toBe(0);
  });

  it('PG8 begins no earlier than history is kept', async () => {
    live(300);

    await past.goTo(295, 290);

    expect(server.of('graph').map(({ query }) => query.get('seq'))).toEqual(['290']);
  });

  it('PG9 is right again after an answer that did not come', async () => {
    live(1_000);
    await past.goTo(900);
    server.broken = 'graph';
    await expect(past.goTo(100)).rejects.toThrow('the oldest moment is 7');
    server.broken = undefined;

    await past.goTo(100);

    expect(content(past.replica)).toEqual(content(server.graphAt(100)));
  });
});

describe('PG wishes', () => {
  it('PG10 leaves out the moments that nobody waits for any more', async () => {
    live(2_000);
    const shown: number[] = [];
    const seeker = new Seeker(past, () => 0);
    const done = new Promise<void>((resolve) => {
      seeker.arrived.connect(({ seq }) => {
        shown.push(seq);
        if (seq === 3) {
          resolve();
        }
      });
    });
    server.hold();
    [1_900, 1_500, 1_200, 800, 3].forEach((seq) => seeker.go(seq));
    server.release();
    await done;

    expect(shown).toEqual([1_900, 3]);
  });

  it('PG11 tells nothing after one has stopped', async () => {
    live(10);
    const shown: number[] = [];
    const seeker = new Seeker(past, () => 0);
    seeker.arrived.connect(({ seq }) => shown.push(seq));
    server.hold();
    seeker.go(4);
    seeker.stop();
    server.release();
    await past.goTo(5);

    expect(shown).toEqual([]);
  });

  it('PG12 tells why a moment cannot be shown', async () => {
    live(10);
    server.broken = 'graph';
    const seeker = new Seeker(past, () => 0);

    const problem = new Promise((resolve) => seeker.failed.connect(resolve));
    seeker.go(4);

    expect(await problem).toMatchObject({ status: 404, code: 'not-found' });
  });
});
