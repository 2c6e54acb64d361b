import { Signal, type Client } from '../core';
import { svgElement } from './dom';
import { atLeast, boxAround, type Box, type Point } from './geometry';
import { asColor } from './palette';
import type { Renderer, RendererEvent } from './renderer';
import type { NodeLook, Scene } from './scene';
import { shorten } from './text';
import type { Theme } from './theme';

/** More nodes than this are not drawn as SVG: a page would get slow. */
export const SVG_NODES = 500;

const MARGIN = 60;

/** Draws without WebGL: small graphs, print, tests. What changes is drawn anew as a whole. */
export class SvgRenderer implements Renderer {
  readonly kind = 'svg';
  private readonly events = new Signal<RendererEvent>();
  private readonly picture = svgElement('svg', { class: 'graphsync-svg', role: 'img' });
  private scene: Scene | undefined;
  private shown: Box = { left: 0, top: 0, right: 1, bottom: 1 };
  private selection: readonly string[] = [];
  private peers: readonly Client[] = [];

  constructor(
    private readonly container: HTMLElement,
    private theme: Theme
  ) {
    container.append(this.picture);
    this.picture.addEventListener('click', (event) => {
      const nodeId = (event.target as Element).getAttribute('data-node-id');
      this.events.emit({ kind: 'select', nodeIds: nodeId === null ? [] : [nodeId] });
    });
  }

  load(scene: Scene): void {
    this.scene = scene;
    this.fit();
  }

  apply(): void {
    this.fit();
  }

  setSelection(nodeIds: readonly string[]): void {
    this.selection = nodeIds;
    this.draw();
  }

  setPeers(peers: readonly Client[]): void {
    this.peers = peers;
    this.draw();
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.draw();
  }

  focus(nodeId: string): void {
    this.fit([nodeId]);
  }

  fit(nodeIds?: Iterable<string>): void {
    const { placement } = this.scene!;
    const points = nodeIds ? [...nodeIds].map((id) => placement.of(id)) : placement.all();
    this.shown = atLeast(boxAround(points), 640 - 2 * MARGIN, 420 - 2 * MARGIN);
    this.draw();
  }

  viewport(): Box {
    const { left, top, width, height } = this.viewBox();
    return { left, top, right: left + width, bottom: top + height };
  }

  show({ left, top, right, bottom }: Box): void {
    const shown = { left: left + MARGIN, top: top + MARGIN };
    this.shown = { ...shown, right: right - MARGIN, bottom: bottom - MARGIN };
    this.draw();
  }

  resize(): void {
    // An SVG fits its element by itself.
  }

  toPNG(): Promise<Blob> {
    const text = new XMLSerializer().serializeToString(this.picture);
    const { clientWidth: width, clientHeight: height } = this.container;
    return drawText(text, { width, height, background: this.theme.background });
  }

  screenPosition(nodeId: string): Point | undefined {
    if (!this.scene?.replica.nodes.has(nodeId)) {
      return undefined;
    }
    const { x, y } = this.scene.placement.of(nodeId);
    const { left, top, width, height } = this.viewBox();
    const { clientWidth, clientHeight } = this.container;
    const scale = Math.min(clientWidth / width, clientHeight / height);
    return {
      x: (x - left - width / 2) * scale + clientWidth / 2,
      y: (y - top - height / 2) * scale + clientHeight / 2
    };
  }

  on(listener: (event: RendererEvent) => void): () => void {
    return this.events.connect(listener);
  }

  dispose(): void {
    this.picture.remove();
  }

  private viewBox() {
    const { left, top, right, bottom } = this.shown;
    return {
      left: left - MARGIN,
      top: top - MARGIN,
      width: right - left + 2 * MARGIN,
      height: bottom - top + 2 * MARGIN
    };
  }

  private draw(): void {
    const { scene } = this;
    if (!scene) {
      return;
    }
    const { left, top, width, height } = this.viewBox();
    this.picture.setAttribute('viewBox', `${left} ${top} ${width} ${height}`);
    const looks = new Map([...scene.nodeIds].map((nodeId) => [nodeId, scene.look(nodeId)!]));
    const drawn: SVGElement[] = [this.arrowHead()];
    for (const { parentId, childId } of scene.links()) {
      drawn.push(this.link(looks.get(parentId)!, looks.get(childId)!));
    }
    looks.forEach((look, nodeId) => drawn.push(...this.node(nodeId, look)));
    this.picture.replaceChildren(...drawn);
  }

  private arrowHead(): SVGElement {
    const path = svgElement('path', { d: 'M0 0L8 4L0 8z', fill: this.theme.link });
    const size = { markerWidth: 8, markerHeight: 8, refX: 8, refY: 4, orient: 'auto' };
    const marker = svgElement('marker', { id: 'graphsync-arrow', ...size });
    marker.append(path);
    const definitions = svgElement('defs', {});
    definitions.append(marker);
    return definitions;
  }

  private link(from: NodeLook, to: NodeLook): SVGElement {
    const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
    const short = (to.size + 2) / length;
    return svgElement('line', {
      x1: from.x,
      y1: from.y,
      x2: to.x - (to.x - from.x) * short,
      y2: to.y - (to.y - from.y) * short,
      stroke: this.theme.link,
      'stroke-width': 1.2,
      'marker-end': 'url(#graphsync-arrow)'
    });
  }

  private node(nodeId: string, look: NodeLook): SVGElement[] {
    const { x, y, size, color } = look;
    const ring = this.ringColor(nodeId);
    const border: Record<string, string | number> = ring ? { stroke: ring, 'stroke-width': 3 } : {};
    const disc = svgElement('circle', {
      'data-node-id': nodeId,
      cx: x,
      cy: y,
      r: size,
      fill: color,
      ...border
    });
    const at = { x, y: y + size + 13, 'text-anchor': 'middle', 'font-size': 12 };
    const label = svgElement('text', { ...at, fill: this.theme.text });
    label.textContent = shorten(look.label);
    return [disc, label];
  }

  private ringColor(nodeId: string): string | undefined {
    if (this.selection.includes(nodeId)) {
      return this.theme.accent;
    }
    const peer = this.peers.find(({ selection }) => selection.includes(nodeId));
    return peer && (asColor(peer.color) ?? this.theme.mutedText);
  }
}

interface Canvas {
  width: number;
  height: number;
  background: string;
}

async function drawText(svgText: string, { width, height, background }: Canvas): Promise<Blob> {
  const image = new Image(width, height);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d')!;
  context.fillStyle = background;
  context.fillRect(0, 0, width, height);
  context.drawImage(image, 0, 0, width, height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the picture is too large'))));
  });
}
