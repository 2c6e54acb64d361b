import { svgElement } from '../dom';
import type { Point } from '../geometry';
import { outline } from '../looks/shapes';
import type { NodeLook, Scene } from '../scene';
import type { Theme } from '../theme';
import type { Camera } from './camera';
import { inkOf, readableOn } from './ink';
import { FONT_PX, type Label } from './labels';
import type { Mirror } from './mirror';

interface Sight {
  readonly scene: Scene;
  readonly mirror: Mirror;
  readonly camera: Camera;
  readonly theme: Theme;
  readonly labels: readonly Label[];
}

const PALE = 0.22;

/** Returns what one sees of a scene as SVG elements, in pixels of the canvas. */
export function sceneElements(sight: Sight): SVGElement[] {
  const { mirror } = sight;
  return [
    ...mirror.links.ends.map((_, row) => linkElement(sight, row)),
    ...mirror.nodes.ids.flatMap((nodeId, row) => nodeElements(sight, nodeId, row)),
    ...sight.labels.map((label) => labelElement(sight, label))
  ];
}

function linkElement({ scene, mirror, camera, theme }: Sight, row: number): SVGElement {
  const { links, isFading } = mirror;
  const { from, to } = links.spanOf(row);
  const [start, end] = [camera.toScreen(from), camera.toScreen(to)];
  const { color, isFaded } = scene.linkLook(links.ends[row]!);
  const isMarked = links.isSelected(row) || (isFading && links.isNear(row));
  const ink = isMarked ? theme.accent : (color ?? theme.link);
  const far = Math.hypot(end.x - start.x, end.y - start.y) || 1;
  const along = { x: (end.x - start.x) / far, y: (end.y - start.y) / far };
  const gap = Math.min(far, to.size * camera.growth + 1.5);
  const tip = { x: end.x - along.x * gap, y: end.y - along.y * gap };
  const head = Math.min(9, far - gap);
  const base = { x: tip.x - along.x * head, y: tip.y - along.y * head };
  const isPale = isFading ? !links.isNear(row) : isFaded;
  const group = svgElement('g', { opacity: isPale ? PALE : 1, stroke: ink, fill: ink });
  const width = (isMarked ? 2.4 : 1.3) * (theme.isHighContrast ? 1.4 : 1);
  const line = { x1: start.x, y1: start.y, x2: base.x, y2: base.y, 'stroke-width': width };
  group.append(
    svgElement('line', line),
    svgElement('path', { d: arrow(tip, base), stroke: 'none' })
  );
  return group;
}

function arrow(tip: Point, base: Point): string {
  const [dx, dy] = [0.42 * (tip.y - base.y), 0.42 * (base.x - tip.x)];
  return `M${tip.x} ${tip.y}L${base.x + dx} ${base.y + dy}L${base.x - dx} ${base.y - dy}z`;
}

function nodeElements(sight: Sight, nodeId: string, row: number): SVGElement[] {
  const { scene, mirror, camera, theme } = sight;
  const look = scene.look(nodeId);
  if (!look) {
    return []; // It was deleted since, which the next frame shows.
  }
  const { x, y, size } = mirror.nodes.placeOf(row);
  const at = camera.toScreen({ x, y });
  const radius = size * camera.growth;
  const isPale = mirror.isFading ? !mirror.nodes.isNear(row) : look.isFaded;
  const group = svgElement('g', { opacity: isPale ? PALE : 1 });
  const edge = theme.isHighContrast ? theme.text : theme.background;
  const fill = { fill: look.color, stroke: edge, 'stroke-width': 1.2, 'data-node-id': nodeId };
  group.append(shapeElement(look, at, radius, fill));
  if (mirror.nodes.isSelected(row)) {
    const ring = { fill: 'none', stroke: theme.accent, 'stroke-width': 2.6 };
    group.append(svgElement('circle', { cx: at.x, cy: at.y, r: radius + 3.6, ...ring }));
  }
  group.append(...insideElements(look, at, radius));
  return [group];
}

function shapeElement(
  { shape }: NodeLook,
  at: Point,
  radius: number,
  attributes: Record<string, string | number>
): SVGElement {
  return shape === 'circle'
    ? svgElement('circle', { cx: at.x, cy: at.y, r: radius, ...attributes })
    : svgElement('path', { d: outline(shape, at, radius), ...attributes });
}

function insideElements(
  { mark, isFolded, color, shape }: NodeLook,
  at: Point,
  radius: number
): SVGElement[] {
  const drawn: SVGElement[] = [];
  if (mark !== undefined) {
    const middle = { 'text-anchor': 'middle', 'dominant-baseline': 'central' };
    const look = { fill: readableOn(inkOf(color)), 'font-size': 1.1 * radius };
    drawn.push(textElement('graphsync-mark', mark, { ...at, ...middle, ...look }));
  }
  if (isFolded) {
    const ring = { fill: 'none', stroke: color, 'stroke-width': 1.4 };
    drawn.push(svgElement('path', { d: outline(shape, at, radius + 3.2), ...ring }));
  }
  return drawn;
}

function labelElement({ theme }: Sight, { text, x, y }: Label): SVGElement {
  const look = { fill: theme.text, 'font-size': FONT_PX, 'text-anchor': 'middle' };
  return textElement('graphsync-label', text, { x, y: y + FONT_PX, ...look });
}

function textElement(
  className: string,
  text: string,
  attributes: Record<string, string | number>
): SVGElement {
  const made = svgElement('text', { class: className, ...attributes });
  made.textContent = text;
  return made;
}
