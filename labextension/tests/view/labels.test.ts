import { expect, it } from 'vitest';
import { Camera } from '../../src/view/drawing/camera';
import { Labels, type Label } from '../../src/view/drawing/labels';
import { Mirror } from '../../src/view/drawing/mirror';
import { meet, type Box } from '../../src/view/geometry';
import { GraphOnPaper, property } from './graph_on_paper';

/** Nodes at these places of the canvas, at natural size. */
function placed(
  places: Record<string, readonly [number, number]>,
  change?: (mirror: Mirror) => void,
  blocked?: Box
): Label[] {
  const ids = Object.keys(places);
  const graph = new GraphOnPaper(ids.join(' '));
  graph.change(...ids.map((id) => property(id, '_position', places[id])));
  const mirror = new Mirror();
  mirror.load(graph.scene);
  change?.(mirror);
  const camera = new Camera();
  [camera.width, camera.height] = [800, 400];
  const labels = new Labels((text) => 50 + text.length);
  return labels.choose(graph.scene, mirror, camera, blocked);
}

function written(...given: Parameters<typeof placed>): string[] {
  return placed(...given).map(({ text }) => text);
}

it('writes what has room', () => {
  expect(written({ a: [0, 0], b: [100, 0] })).toEqual(['a', 'b']);
});

it('writes beside or above a node what would lie on another below it', () => {
  const [first, second] = placed({ a: [0, 0], b: [20, 0] });

  expect(first!.y).toBeGreaterThan(0);
  expect(second!.x).toBeGreaterThan(40);
});

it('leaves out what has no room around its node', () => {
  const crowd = Array.from({ length: 6 }, (_, index) => [`n${index}`, [index, 0]] as const);

  expect(written(Object.fromEntries(crowd)).length).toBeLessThan(6);
});

it('never writes one label over another', () => {
  const crowd = Array.from(
    { length: 60 },
    (_, index) => [`n${index}`, [(index * 97) % 400, (index * 61) % 150]] as const
  );
  const boxes = placed(Object.fromEntries(crowd)).map(({ x, y, text }) => {
    const half = (50 + text.length) / 2;
    return { left: x - half, right: x + half, top: y, bottom: y + 15 };
  });

  boxes.forEach((box, index) => {
    expect(boxes.slice(index + 1).some((other) => meet(box, other))).toBe(false);
  });
});

it('writes nothing where something else stands', () => {
  const blocked = { left: 0, top: 0, right: 800, bottom: 400 };

  expect(written({ a: [0, 0] }, undefined, blocked)).toEqual([]);
});

it('leaves out what is out of sight', () => {
  expect(written({ a: [0, 0], b: [5000, 0] })).toEqual(['a']);
});

it('writes what is selected first', () => {
  const select = (mirror: Mirror): void => mirror.select(['b'], []);

  expect(written({ a: [0, 0], b: [20, 0] }, select)).toEqual(['b', 'a']);
});

it('writes only what stands out, while all else fades', () => {
  const highlight = (mirror: Mirror): void => void mirror.highlight('a');

  expect(written({ a: [0, 0], b: [100, 0] }, highlight)).toEqual(['a']);
});

it('cuts nothing off at the edge, where it can be pushed in', () => {
  const [label] = placed({ a: [395, 190], b: [380, 190], c: [395, 175] });

  const half = (50 + label!.text.length) / 2;
  expect(label!.x + half).toBeLessThanOrEqual(800);
  expect(label!.y + 15).toBeLessThanOrEqual(400);
});

it('leaves out what would be cut off', () => {
  expect(written({ a: [430, 0] })).toEqual([]);
});
