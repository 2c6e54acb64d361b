import { expect, it } from 'vitest';
import type { SceneChange } from '../../src/view/scene';
import { Mirror } from '../../src/view/drawing/mirror';
import { created, linked } from '../core/memory_sockets';
import { GraphOnPaper, property, unlinked } from './graph_on_paper';

interface Drawn {
  nodes: Map<string, unknown>;
  links: Map<string, unknown>;
}

function drawn({ nodes, links }: Mirror): Drawn {
  return {
    nodes: new Map(nodes.ids.map((id, row) => [id, [nodes.placeOf(row), nodes.inkOf(row)]])),
    links: new Map(links.ends.map((ends, row) => [JSON.stringify(ends), links.spanOf(row)]))
  };
}

/** The same numbers in every run. */
function* dice(): Generator<number, never> {
  for (let value = 7; ; value = (value * 48271) % 0x7fffffff) {
    yield value;
  }
}

it('ends with the same tables change by change as when it is read anew', () => {
  const graph = new GraphOnPaper('n0 n1 n2', 'n0>n1');
  graph.collapse('n1');
  const mirror = new Mirror();
  mirror.load(graph.scene);
  const numbers = dice();
  const roll = (): number => numbers.next().value;

  for (let step = 3; step < 300; step += 1) {
    const ids = [...graph.replica.nodes.keys()];
    const [one, other] = [ids[roll() % ids.length]!, ids[roll() % ids.length]!];
    const known = graph.replica.link(one, other);
    const kinds = [
      () => [created(`n${step}`, 'new', one), linked(one, `n${step}`)],
      () => [property(one, '_position', [roll() % 900, roll() % 900])],
      () => [property(one, '_color', '#00ff00')],
      () => (known ? [unlinked(one, other)] : one === other ? [] : [linked(one, other)]),
      () => [
        ...[...graph.replica.parents(one).keys()].map((parent) => unlinked(parent, one)),
        ...[...graph.replica.children(one).keys()].map((child) => unlinked(one, child)),
        { event: 'graph:node-deleted' as const, payload: { node_id: one, timestamp: '' } },
        created(`m${step}`)
      ]
    ];
    const change = graph.change(...kinds[roll() % kinds.length]!());
    if (change === 'everything') {
      mirror.load(graph.scene);
    } else {
      mirror.apply(change);
    }
  }

  const anew = new Mirror();
  anew.load(graph.scene);
  expect(drawn(mirror)).toEqual(drawn(anew));
});

it('shows dragged nodes and their links elsewhere, and at their own place afterwards', () => {
  const graph = new GraphOnPaper('a b', 'a>b');
  const mirror = new Mirror();
  mirror.load(graph.scene);
  const before = drawn(mirror);
  mirror.showMoved(new Map([['a', { x: 500, y: 500 }]]));
  const during = mirror.links.spanOf(0).from;
  mirror.showMoved(new Map());

  expect(during).toMatchObject({ x: 500, y: 500 });
  expect(drawn(mirror)).toEqual(before);
});

it('marks what was selected before it was there', () => {
  const [early, late] = [new GraphOnPaper('a', ''), new GraphOnPaper('a', '')];
  const marked = [early, late].map((graph, index) => {
    const mirror = new Mirror();
    mirror.load(graph.scene);
    const select = (): void => mirror.select(['b'], []);
    const come = (): void => mirror.apply(graph.change(created('b')) as SceneChange);
    [select, come].forEach((_, step, acts) => acts[(step + index) % 2]!());
    return drawn(mirror);
  });

  expect(marked[0]).toEqual(marked[1]);
});
