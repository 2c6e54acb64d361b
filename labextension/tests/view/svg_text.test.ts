import { expect, it } from 'vitest';
import { toSVG } from '../../src/view/drawing/svg_text';
import type { Theme } from '../../src/view/theme';
import { created, linked } from '../core/memory_sockets';
import { GraphOnPaper, property } from './graph_on_paper';

const THEME: Theme = {
  background: '#ffffff',
  text: '#000000',
  mutedText: '#555555',
  link: '#999999',
  accent: '#0000ff',
  font: '"A font", sans-serif',
  isDark: false,
  isHighContrast: false
};

function parsed(text: string): Document {
  return new DOMParser().parseFromString(text, 'image/svg+xml');
}

it('holds every node, link and label', () => {
  const graph = new GraphOnPaper('a b c', 'a>b b>c');
  const drawing = parsed(toSVG(graph.scene, THEME));

  expect(drawing.querySelectorAll('path')).toHaveLength(3);
  expect(drawing.querySelectorAll('line')).toHaveLength(2);
  expect([...drawing.querySelectorAll('text')].map((text) => text.textContent)).toEqual([
    'a',
    'b',
    'c'
  ]);
});

it('holds names as text, whatever they are', () => {
  const graph = new GraphOnPaper('');
  const name = '<img src=x onerror="1">&\u0000\ud800';
  graph.change(created('a', name), created('b'), linked('a', 'b'));
  graph.change(property('a', '_color', '"/><script>'));
  const text = toSVG(graph.scene, THEME);

  expect(text).toContain('&lt;img src=x');
  expect(text).not.toMatch(/<img|<script/);
  // eslint-disable-next-line no-control-regex
  expect(text).not.toMatch(/\u0000|[\ud800-\udfff]/);
});

it('is wide enough for all that is drawn', () => {
  const graph = new GraphOnPaper('a b');
  graph.change(property('a', '_position', [-300, 0]), property('b', '_position', [700, 90]));
  const [left, , width] = /viewBox="(\S+) (\S+) (\S+) /.exec(toSVG(graph.scene, THEME))!.slice(1);

  expect(Number(left)).toBeLessThan(-300);
  expect(Number(left) + Number(width)).toBeGreaterThan(700);
});
