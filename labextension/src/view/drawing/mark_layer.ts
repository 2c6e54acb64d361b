import type { Client } from '../../core';
import { svgElement } from '../dom';
import { boxOf, distance, type Box, type Point } from '../geometry';
import { asColor } from '../palette';
import type { Draft, Overlay } from '../renderer';
import { shorten } from '../text';
import type { Theme } from '../theme';
import type { Camera } from './camera';
import type { NodeTable } from './node_table';

/** What lies over the nodes at the moment. */
export interface Marks {
  readonly theme: Theme;
  readonly camera: Camera;
  readonly nodes: NodeTable;
  readonly peers: readonly Client[];
  readonly overlay: Overlay;
  /** The node that keys speak of. */
  readonly lead: string | undefined;
}

const MOST_RINGS = 200;
// As close as this, one name says of both whose they are.
const NEAR_PX = 120;
const KNOB_GAP = 10;
const KNOB_RADIUS = 5;
const POINTER = 'M0 0L4.5 13.5L7 8L12.5 5.5z';

/** Where a node's knob is on the canvas: at its right. */
export function knobOf(nodeId: string, nodes: NodeTable, camera: Camera): Point | undefined {
  const spot = spotOf(nodeId, nodes, camera);
  return spot && { x: spot.x + spot.radius + KNOB_GAP, y: spot.y };
}

/** Draws what people do, one's own and the others': few things, over nodes and links. */
export class MarkLayer {
  readonly root = svgElement('svg', { class: 'graphsync-marks' });

  constructor() {
    this.root.setAttribute('aria-hidden', 'true');
  }

  draw(marks: Marks): void {
    const drawn = [
      ...focusRing(marks),
      ...marks.peers.flatMap((peer) => peerMarks(peer, marks)),
      ...knob(marks),
      ...(marks.overlay.draft ? draftMarks(marks.overlay.draft, marks) : []),
      ...(marks.overlay.band ? band(marks.overlay.band, marks.camera) : [])
    ];
    if (drawn.length > 0 || this.root.childElementCount > 0) {
      this.root.replaceChildren(...drawn);
    }
  }
}

interface Spot extends Point {
  readonly radius: number;
}

function spotOf(nodeId: string, nodes: NodeTable, camera: Camera): Spot | undefined {
  const place = nodes.place(nodeId);
  return place && { ...camera.toScreen(place), radius: place.size * camera.growth };
}

function focusRing({ lead, nodes, camera }: Marks): SVGElement[] {
  const spot = lead === undefined ? undefined : spotOf(lead, nodes, camera);
  return spot ? [ring(spot, 7, { class: 'graphsync-focus-ring' })] : [];
}

/** Rings around what somebody has selected and edits, where they point, and who they are. */
function peerMarks(peer: Client, { nodes, camera, theme }: Marks): SVGElement[] {
  const color = asColor(peer.color) ?? theme.mutedText;
  const name = shorten(peer.name || peer.username, 20);
  const edited = peer.editing === null ? undefined : spotOf(peer.editing, nodes, camera);
  const spots = peer.selection
    .slice(0, MOST_RINGS)
    .flatMap((nodeId) => spotOf(nodeId, nodes, camera) ?? []);
  const drawn = spots.map((spot) => ring(spot, 5, { class: 'graphsync-peer-ring', stroke: color }));
  if (edited) {
    drawn.push(
      ring(edited, 9, { class: 'graphsync-peer-ring graphsync-peer-edits', stroke: color })
    );
  }
  const pointer = pointerOf(peer, camera);
  const named = edited ?? spots[0];
  const isNear = named !== undefined && pointer !== undefined && distance(named, pointer) < NEAR_PX;
  if (named && (edited || !isNear)) {
    const above = { x: named.x, y: named.y - named.radius - (edited ? 16 : 12) };
    const text = edited ? `${name} edits` : name;
    drawn.push(tag(text, above, { fill: color, 'text-anchor': 'middle' }));
  }
  return pointer
    ? [...drawn, pointerMark(pointer, color, edited && isNear ? undefined : name)]
    : drawn;
}

function pointerOf({ pointer }: Client, camera: Camera): Point | undefined {
  const [x, y] = pointer ?? [];
  return x === undefined || y === undefined ? undefined : camera.toScreen({ x, y });
}

/** Where somebody points; their name stands there unless it stands close by already. */
function pointerMark({ x, y }: Point, color: string, name: string | undefined): SVGElement {
  const group = svgElement('g', { class: 'graphsync-pointer', transform: `translate(${x} ${y})` });
  group.append(svgElement('path', { d: POINTER, fill: color }));
  if (name !== undefined) {
    group.append(tag(name, { x: 13, y: 20 }, { fill: color }));
  }
  return group;
}

function knob({ overlay, nodes, camera }: Marks): SVGElement[] {
  const at = overlay.handle === undefined ? undefined : knobOf(overlay.handle, nodes, camera);
  return at
    ? [svgElement('circle', { class: 'graphsync-knob', cx: at.x, cy: at.y, r: KNOB_RADIUS })]
    : [];
}

function draftMarks(
  { from, to, target, problem }: Draft,
  { nodes, camera, theme }: Marks
): SVGElement[] {
  const state = problem !== undefined ? 'refused' : target === undefined ? 'open' : 'taken';
  const [start, end] = [spotOf(from, nodes, camera), camera.toScreen(to)];
  const spot = target === undefined ? undefined : spotOf(target, nodes, camera);
  const drawn: SVGElement[] = [];
  if (start) {
    const { x: x2, y: y2 } = spot ?? end;
    const line = svgElement('line', { x1: start.x, y1: start.y, x2, y2 });
    drawn.push(classed(line, `graphsync-draft graphsync-draft-${state}`));
  }
  if (spot) {
    drawn.push(ring(spot, 5, { class: `graphsync-draft graphsync-draft-${state}` }));
  }
  if (problem !== undefined) {
    const isAtRight = end.x > camera.width / 2;
    const beside = { x: end.x + (isAtRight ? -14 : 14), y: end.y + 28 };
    const anchor = { 'text-anchor': isAtRight ? 'end' : 'start', fill: theme.text };
    drawn.push(classed(tag(shorten(problem, 70), beside, anchor), 'graphsync-draft-problem'));
  }
  return drawn;
}

function band(box: Box, camera: Camera): SVGElement[] {
  const from = camera.toScreen({ x: box.left, y: box.top });
  const to = camera.toScreen({ x: box.right, y: box.bottom });
  const { left: x, top: y, right, bottom } = boxOf(from, to);
  const size = { width: right - x, height: bottom - y };
  return [svgElement('rect', { class: 'graphsync-band', x, y, ...size })];
}

function ring({ x, y, radius }: Spot, gap: number, attributes: Record<string, string>): SVGElement {
  return svgElement('circle', { cx: x, cy: y, r: radius + gap, fill: 'none', ...attributes });
}

function tag(text: string, at: Point, attributes: Record<string, string>): SVGElement {
  const made = svgElement('text', { class: 'graphsync-tag', ...at, ...attributes });
  made.textContent = text;
  return made;
}

function classed(made: SVGElement, name: string): SVGElement {
  made.setAttribute('class', `${made.getAttribute('class') ?? ''} ${name}`.trim());
  return made;
}
