import { describe, expect, it } from 'vitest';
import { NO_FILTER } from '../../src/view/display';
import { created } from '../core/memory_sockets';
import { GraphOnPaper, property } from './graph_on_paper';

function areaOf(graph: GraphOnPaper, nodeId: string): number {
  return graph.scene.look(nodeId)!.size ** 2;
}

describe('by blueprint', () => {
  it('takes colour, shape and label', () => {
    const style = { color: '#123456', icon: 'hexagon', label_property: 'code' };
    const graph = new GraphOnPaper('a').define({ style });
    graph.set('a', 'code', 'LYS');

    expect(graph.scene.look('a')).toMatchObject({
      color: '#123456',
      shape: 'hexagon',
      label: 'LYS'
    });
  });

  it('draws a letter or an emoji inside of the node', () => {
    const graph = new GraphOnPaper('a').define({ style: { icon: '👩‍🚀' } });

    expect(graph.scene.look('a')).toMatchObject({ shape: 'circle', mark: '👩‍🚀' });
  });

  it('leaves out an icon that is a word', () => {
    const graph = new GraphOnPaper('a').define({ style: { icon: 'fa-server' } });

    expect(graph.scene.look('a')!.mark).toBeUndefined();
  });

  it("gives way to a node's own colour", () => {
    const graph = new GraphOnPaper('a').define({ style: { color: '#123456' } });
    graph.set('a', '_color', 'red');

    expect(graph.scene.look('a')!.color).toBe('red');
  });
});

describe('colour by a property', () => {
  it('tells numbers apart along one scale, before any colour of their own', () => {
    const graph = new GraphOnPaper('a b c').show({ colorBy: 'load' });
    graph.set('a', '_color', 'red');
    ['a', 'b', 'c'].forEach((nodeId, index) => graph.set(nodeId, 'load', index * 50));
    const [low, middle, high] = ['a', 'b', 'c'].map((id) => graph.scene.look(id)!.color);

    expect(new Set([low, middle, high, 'red']).size).toBe(4);
    expect(graph.scene.meaning().colorRange).toEqual({ least: 0, most: 100 });
  });

  it('gives texts colours by their value, and says which', () => {
    const graph = new GraphOnPaper('a b c').show({ colorBy: 'zone' });
    graph.set('a', 'zone', 'north');
    graph.set('b', 'zone', 'north');
    graph.set('c', 'zone', 'south');

    expect(graph.scene.look('a')!.color).toBe(graph.scene.look('b')!.color);
    expect(graph.scene.meaning().rows).toMatchObject([
      { title: 'north', count: 2 },
      { title: 'south', count: 1 }
    ]);
  });

  it('leaves nodes without a value grey', () => {
    const graph = new GraphOnPaper('a b').show({ colorBy: 'zone' });
    graph.set('a', 'zone', 'north');

    expect(graph.scene.look('b')!.color).toBe('#8a919a');
  });
});

describe('size by a property', () => {
  it('grows the area in step with the number', () => {
    const graph = new GraphOnPaper('a b c').show({ sizeBy: 'load' });
    ['a', 'b', 'c'].forEach((nodeId, index) => graph.set(nodeId, 'load', index));

    const [low, middle, high] = ['a', 'b', 'c'].map((nodeId) => areaOf(graph, nodeId));
    expect(middle! - low!).toBeCloseTo(high! - middle!);
  });
});

describe('a change', () => {
  it('is drawn alone while it stays in the range', () => {
    const graph = new GraphOnPaper('a b c').show({ colorBy: 'load' });
    graph.change(property('a', 'load', 0), property('b', 'load', 10));

    expect(graph.set('c', 'load', 5)).toMatchObject({ nodeIds: new Set(['c']) });
  });

  it('out of the range gives everything another look', () => {
    const graph = new GraphOnPaper('a b c').show({ colorBy: 'load' });
    graph.change(property('a', 'load', 0), property('b', 'load', 10));

    expect(graph.set('c', 'load', 11)).toBe('everything');
  });

  it('is counted in the legend', () => {
    const graph = new GraphOnPaper('a b');
    graph.change(created('c'));
    graph.change({ event: 'graph:node-deleted', payload: { node_id: 'a', timestamp: '' } });

    expect(graph.scene.meaning().rows).toMatchObject([{ title: 'city', count: 2 }]);
  });
});

describe('a filter', () => {
  it('fades what does not match, and the links of that', () => {
    const graph = new GraphOnPaper('lyon paris nice', 'lyon>paris paris>nice');
    graph.show({ filter: { ...NO_FILTER, text: 'ly' } });

    expect(graph.scene.look('lyon')!.isFaded).toBe(false);
    expect(graph.scene.look('nice')!.isFaded).toBe(true);
    expect(graph.scene.linkLook({ parentId: 'paris', childId: 'nice' }).isFaded).toBe(true);
    expect(graph.scene.matches('lyon')).toBe(true);
    expect(graph.scene.matches('nice')).toBe(false);
  });

  it('matches all while it looks for nothing', () => {
    expect(new GraphOnPaper('a').scene.matches('a')).toBe(true);
  });
});

describe('a link', () => {
  it('takes its colour and label from its properties', () => {
    const graph = new GraphOnPaper('a b', 'a>b');
    const ends = { parent_id: 'a', child_id: 'b', old_value: null, timestamp: '' };
    graph.change(
      {
        event: 'graph:link-property-changed',
        payload: { ...ends, property_id: '_color', new_value: '#ff0000' }
      },
      {
        event: 'graph:link-property-changed',
        payload: { ...ends, property_id: 'label', new_value: 'by sea' }
      }
    );

    expect(graph.scene.linkLook({ parentId: 'a', childId: 'b' })).toMatchObject({
      color: '#ff0000',
      label: 'by sea'
    });
  });
});
