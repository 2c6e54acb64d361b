import { expect, it } from 'vitest';
import { Camera } from '../../src/view/drawing/camera';
import { Labels } from '../../src/view/drawing/labels';
import { Mirror } from '../../src/view/drawing/mirror';
import { GraphOnPaper, property } from './graph_on_paper';

/** Nodes at these places of the canvas, at natural size. */
function written(places: Record<string, [number, number]>, change?: (mirror: Mirror) => void) {
  const ids = Object.keys(places);
  const graph = new GraphOnPaper(ids.join(' '));
  graph.change(...ids.map((id) => property(id, '_position', places[id])));
  const mirror = new Mirror();
  mirror.load(graph.scene);
  change?.(mirror);
  const camera = new Camera();
  [camera.width, camera.height] = [800, 400];
  const labels = new Labels((text) => 50 + text.length);
  return labels.choose(graph.scene, mirror, camera).map(({ text }) => text);
}

it('writes what has room', () => {
  expect(written({ a: [0, 0], b: [100, 0] })).toEqual(['a', 'b']);
});

it('leaves out what would lie on another', () => {
  expect(written({ a: [0, 0], b: [20, 0], c: [100, 0] })).toEqual(['a', 'c']);
});

it('leaves out what is out of sight', () => {
  expect(written({ a: [0, 0], b: [5000, 0] })).toEqual(['a']);
});

it('writes what is selected first', () => {
  const select = (mirror: Mirror): void => mirror.select(['b'], []);

  expect(written({ a: [0, 0], b: [20, 0] }, select)).toEqual(['b']);
});

it('writes only what stands out, while all else fades', () => {
  const highlight = (mirror: Mirror): void => void mirror.highlight('a');

  expect(written({ a: [0, 0], b: [100, 0] }, highlight)).toEqual(['a']);
});
