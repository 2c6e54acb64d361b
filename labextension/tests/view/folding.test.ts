import { describe, expect, it } from 'vitest';
import { firstFolds } from '../../src/view/looks/first_folds';
import type { SceneChange } from '../../src/view/scene';
import { created, linked } from '../core/memory_sockets';
import { GraphOnPaper, unlinked } from './graph_on_paper';

describe('a collapsed node', () => {
  it('hides what hangs on it alone, however deep, and the links to that', () => {
    const graph = new GraphOnPaper('a b c d', 'a>b b>c c>d').collapse('b');

    expect(graph.seen).toBe('a b');
    expect(graph.seenLinks).toEqual(['a>b']);
  });

  it('leaves what somebody else holds too', () => {
    const graph = new GraphOnPaper('a b c d', 'a>c b>c c>d').collapse('a');

    expect(graph.seen).toBe('a b c d');
    expect(graph.seenLinks).toEqual(['a>c', 'b>c', 'c>d']);
  });

  it('hides what several collapsed ones hold together', () => {
    const graph = new GraphOnPaper('a b c', 'a>c b>c').collapse('a', 'b');

    expect(graph.seen).toBe('a b');
  });

  it('says how many it hides', () => {
    const graph = new GraphOnPaper('a b c d', 'a>b b>c a>d').collapse('a');

    expect(graph.scene.caption('a')).toBe('a +3');
    expect(graph.scene.look('a')!.isFolded).toBe(true);
  });

  it('stays itself where it stands on a ring', () => {
    const graph = new GraphOnPaper('a b c', 'a>b b>c c>a').collapse('a');

    expect(graph.seen).toBe('a');
  });

  it('hides a ring below it', () => {
    const graph = new GraphOnPaper('a b c', 'a>b b>c c>b').collapse('a');

    expect(graph.seen).toBe('a');
  });
});

describe('a change under a collapsed node', () => {
  it('stays hidden, and is counted', () => {
    const graph = new GraphOnPaper('a b', 'a>b').collapse('a');
    const change = graph.change(created('c'), linked('b', 'c'));

    expect(graph.seen).toBe('a');
    expect(graph.scene.caption('a')).toBe('a +2');
    expect([...(change as SceneChange).nodeIds]).toContain('a');
  });

  it('comes into sight with all below once somebody else holds it', () => {
    const graph = new GraphOnPaper('a b c x', 'a>b b>c').collapse('a');
    const change = graph.change(linked('x', 'b'));

    expect(graph.seen).toBe('a b c x');
    expect(change).toMatchObject({ nodeIds: new Set(['x', 'b', 'c', 'a']) });
    expect((change as SceneChange).links).toContainEqual(
      expect.objectContaining({ parentId: 'b', childId: 'c' })
    );
  });

  it('goes out of sight with all below once nobody else holds it', () => {
    const graph = new GraphOnPaper('a b c x', 'a>b b>c x>b').collapse('a');
    graph.change(unlinked('x', 'b'));

    expect(graph.seen).toBe('a x');
  });

  it('comes into sight when nobody holds it any more', () => {
    const graph = new GraphOnPaper('a b', 'a>b').collapse('a');
    graph.change(unlinked('a', 'b'));

    expect(graph.seen).toBe('a b');
  });
});

describe('a large graph', () => {
  it('opens with what lies deeper than two links collapsed', () => {
    const { replica } = new GraphOnPaper('a b c d e', 'a>b b>c c>d d>e');

    expect([...firstFolds(replica, 4)]).toEqual(['c']);
  });

  it('opens as it is where it has no roots', () => {
    const { replica } = new GraphOnPaper('a b c', 'a>b b>c c>a');

    expect(firstFolds(replica, 2).size).toBe(0);
  });

  it('is one of more nodes than that', () => {
    const { replica } = new GraphOnPaper('a b c d', 'a>b b>c c>d');

    expect(firstFolds(replica, 4).size).toBe(0);
  });
});
