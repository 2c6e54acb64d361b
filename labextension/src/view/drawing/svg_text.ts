import { boxAround, grow, type Box, type Point } from '../geometry';
import { outline } from '../looks/shapes';
import type { LinkEnds, NodeLook, Scene } from '../scene';
import type { Theme } from '../theme';
import { inkOf, readableOn } from './ink';

const MARGIN = 40;
const FONT_PX = 12;
const HEAD_PX = 9;

/**
 * Writes a scene as an SVG file at natural size: all nodes and links that are drawn, all labels,
 * on the theme's ground. Names are text in it, whatever they hold.
 */
export function toSVG(scene: Scene, theme: Theme): string {
  const looks = new Map([...scene.nodeIds].map((nodeId) => [nodeId, scene.look(nodeId)!]));
  const { left, top, right, bottom } = boxOf(looks.values());
  const [width, height] = [right - left, bottom - top];
  const size = { width, height, viewBox: `${left} ${top} ${width} ${height}` };
  const lines: string[] = [
    `<svg${attributes({ xmlns: 'http://www.w3.org/2000/svg', ...size })}>`,
    tag('rect', { x: left, y: top, width, height, fill: theme.background }),
    `<g${attributes({ 'font-family': theme.font, 'font-size': FONT_PX, 'text-anchor': 'middle' })}>`
  ];
  for (const ends of scene.links()) {
    lines.push(...linkLines(scene, ends, looks, theme));
  }
  looks.forEach((look) => lines.push(...nodeLines(look, theme)));
  looks.forEach((look, nodeId) => lines.push(...labelLines(scene.caption(nodeId), look, theme)));
  return [...lines, '</g>', '</svg>', ''].join('\n');
}

function boxOf(looks: Iterable<NodeLook>): Box {
  return grow(boxAround(looks), MARGIN);
}

function linkLines(
  scene: Scene,
  ends: LinkEnds,
  looks: ReadonlyMap<string, NodeLook>,
  theme: Theme
): string[] {
  const [from, to] = [looks.get(ends.parentId)!, looks.get(ends.childId)!];
  const { color, label } = scene.linkLook(ends);
  const ink = color ?? theme.link;
  const far = Math.hypot(to.x - from.x, to.y - from.y);
  if (far <= to.size) {
    return [];
  }
  const towards = (length: number): Point => ({
    x: from.x + ((to.x - from.x) * length) / far,
    y: from.y + ((to.y - from.y) * length) / far
  });
  const tip = towards(far - to.size - 1);
  const base = towards(Math.max(0, far - to.size - 1 - HEAD_PX));
  const [dx, dy] = [0.42 * (tip.y - base.y), 0.42 * (base.x - tip.x)];
  const corners = [tip, { x: base.x + dx, y: base.y + dy }, { x: base.x - dx, y: base.y - dy }];
  const head = corners.map(({ x, y }) => `${round(x)},${round(y)}`).join(' ');
  const line = { x1: from.x, y1: from.y, x2: base.x, y2: base.y, stroke: ink, 'stroke-width': 1.3 };
  return [
    tag('line', line),
    tag('polygon', { points: head, fill: ink }),
    ...(label === undefined ? [] : [linkLabel(label, from, to, theme)])
  ];
}

function linkLabel(label: string, from: Point, to: Point, theme: Theme): string {
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 + 4 };
  return text(label, { ...middle, 'font-size': 11, fill: theme.mutedText, ...halo(theme) });
}

function nodeLines({ x, y, size, color, shape, mark }: NodeLook, theme: Theme): string[] {
  const edge = { stroke: theme.isHighContrast ? theme.text : theme.background };
  const body = { d: outline(shape, { x, y }, size), fill: color, ...edge };
  const inside = {
    x,
    y,
    'dominant-baseline': 'central',
    'font-size': size * 1.1,
    fill: readableOn(inkOf(color))
  };
  return [tag('path', body), ...(mark === undefined ? [] : [text(mark, inside)])];
}

function labelLines(label: string, { x, y, size }: NodeLook, theme: Theme): string[] {
  return label === ''
    ? []
    : [text(label, { x, y: y + size + FONT_PX + 3, fill: theme.text, ...halo(theme) })];
}

function halo({ background }: Theme) {
  return { stroke: background, 'stroke-width': 3, 'paint-order': 'stroke' };
}

type Attributes = Readonly<Record<string, string | number>>;

function tag(name: string, given: Attributes): string {
  return `<${name}${attributes(given)}/>`;
}

function text(content: string, given: Attributes): string {
  return `<text${attributes(given)}>${escape(content)}</text>`;
}

function attributes(given: Attributes): string {
  return Object.entries(given)
    .map(
      ([name, value]) => ` ${name}="${typeof value === 'number' ? round(value) : escape(value)}"`
    )
    .join('');
}

function escape(content: string): string {
  return [...content]
    .map((letter) => (isAllowed(letter.codePointAt(0)!) ? letter : '\ufffd'))
    .join('')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** XML 1.0 cannot hold every character, however it is written. */
function isAllowed(code: number): boolean {
  const isControl = code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d;
  const isHalf = code >= 0xd800 && code <= 0xdfff;
  return !isControl && !isHalf && code !== 0xfffe && code !== 0xffff;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
