import Sigma from 'sigma';
import { createEdgeArrowProgram } from 'sigma/rendering';
import type { Client } from '../core';
import { Signal } from '../core';
import { atLeast, boxAround, type Box, type Point } from './geometry';
import { asColor } from './palette';
import type { Renderer, RendererEvent } from './renderer';
import type { Scene, SceneChange } from './scene';
import { idOf, keyOf, SigmaGraph } from './sigma_graph';
import { LabelLayer } from './sigma_labels';
import { drawMarks, type Drawn, type Mark } from './sigma_marks';
import { SIGMA_SETTINGS } from './sigma_settings';
import type { Theme } from './theme';

// A picture of few nodes is not blown up until they fill the canvas.
const LEAST_WIDTH = 640;
const LEAST_HEIGHT = 420;
const ARROW = createEdgeArrowProgram({
  lengthToThicknessRatio: 5,
  widenessToThicknessRatio: 3.5
});
const MOVE = { duration: 250 };

/** Draws by WebGL. Its element must have a size when it is made. */
export class SigmaRenderer implements Renderer {
  readonly kind = 'sigma';
  private readonly mirror = new SigmaGraph();
  private readonly labels = new LabelLayer();
  private readonly events = new Signal<RendererEvent>();
  private readonly sigma: Sigma;
  private scene: Scene | undefined;
  private hovered: string | undefined;
  private near = new Set<string>();
  private selection: readonly string[] = [];
  private peers: readonly Client[] = [];
  private isWhole = true;
  private shrink = 1;

  constructor(
    private readonly container: HTMLElement,
    private theme: Theme
  ) {
    this.sigma = new Sigma(this.mirror.graph, container, {
      ...SIGMA_SETTINGS,
      edgeProgramClasses: { arrow: ARROW },
      defaultDrawNodeLabel: this.labels.offer,
      defaultDrawNodeHover: () => undefined,
      defaultEdgeColor: theme.link,
      zoomToSizeRatioFunction: (ratio) => Math.sqrt(ratio) / this.shrink,
      nodeReducer: (key, data) => (this.isFaded(key) ? { ...data, color: this.faded } : data),
      edgeReducer: (edge, data) => this.edgeLook(edge, data)
    });
    this.listen();
  }

  load(scene: Scene): void {
    this.scene = scene;
    this.mirror.load(scene);
    if (this.isWhole) {
      this.showAll();
    } else {
      this.sigma.refresh();
    }
  }

  apply(change: SceneChange): void {
    if (this.scene) {
      this.mirror.apply(this.scene, change);
      if (this.isWhole) {
        this.showAll();
      }
    }
  }

  setSelection(nodeIds: readonly string[]): void {
    this.selection = nodeIds;
    this.redraw();
  }

  setPeers(peers: readonly Client[]): void {
    this.peers = peers;
    this.redraw();
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.sigma.setSetting('defaultEdgeColor', theme.link);
    this.sigma.refresh();
  }

  focus(nodeId: string): void {
    const data = this.sigma.getNodeDisplayData(keyOf(nodeId));
    if (data) {
      const { ratio } = this.sigma.getCamera();
      const near = { x: data.x, y: data.y, ratio: Math.min(ratio, 0.6) };
      void this.sigma.getCamera().animate(near, MOVE);
    }
  }

  fit(nodeIds?: Iterable<string>): void {
    if (nodeIds === undefined) {
      this.isWhole = true;
      this.showAll();
      void this.sigma.getCamera().animatedReset(MOVE);
    } else {
      this.showBox(boxAround([...nodeIds].map((nodeId) => this.scene!.placement.of(nodeId))));
    }
  }

  viewport(): Box {
    const { width, height } = this.sigma.getDimensions();
    const [from, to] = [
      { x: 0, y: 0 },
      { x: width, y: height }
    ];
    const [one, other] = [from, to].map((corner) => this.sigma.viewportToGraph(corner)) as [
      Point,
      Point
    ];
    return { left: one.x, top: -one.y, right: other.x, bottom: -other.y };
  }

  show(box: Box): void {
    this.showBox(box);
  }

  resize(): void {
    this.sigma.resize();
    if (this.isWhole && this.scene) {
      this.showAll();
    } else {
      this.redraw();
    }
  }

  toPNG(): Promise<Blob> {
    return new Promise((resolve, reject) => {
      this.sigma.once('afterRender', () => {
        // The GL layers are empty again once this turn is over.
        this.flatten().toBlob((blob) => {
          return blob ? resolve(blob) : reject(new Error('the picture is too large'));
        });
      });
      this.sigma.refresh();
    });
  }

  screenPosition(nodeId: string): Point | undefined {
    const key = keyOf(nodeId);
    if (!this.mirror.graph.hasNode(key)) {
      return undefined;
    }
    const { x, y } = this.mirror.graph.getNodeAttributes(key) as Point;
    return this.sigma.graphToViewport({ x, y });
  }

  on(listener: (event: RendererEvent) => void): () => void {
    return this.events.connect(listener);
  }

  dispose(): void {
    this.sigma.kill();
    this.container.replaceChildren();
  }

  private get faded(): string {
    return this.theme.isDark ? '#33383f' : '#dfe3e8';
  }

  private listen(): void {
    const { sigma } = this;
    const select = (nodeIds: string[]): void => this.events.emit({ kind: 'select', nodeIds });
    sigma.on('clickNode', ({ node }) => select([idOf(node)]));
    sigma.on('clickStage', () => select([]));
    sigma.on('enterNode', ({ node }) => this.hover(node));
    sigma.on('leaveNode', () => this.hover(undefined));
    sigma.on('afterRender', () => this.drawOver());
    sigma.getMouseCaptor().on('mousedown', () => this.touch());
    sigma.getMouseCaptor().on('wheel', () => this.touch());
    for (const canvas of Object.values(sigma.getCanvases())) {
      canvas.addEventListener('webglcontextlost', () => this.events.emit({ kind: 'lost' }));
    }
  }

  /** Whoever has moved the picture keeps their view: from then on it does not follow by itself. */
  private touch(): void {
    this.isWhole = false;
  }

  private hover(key: string | undefined): void {
    this.hovered = key;
    this.near = new Set(key === undefined ? [] : [key, ...this.mirror.graph.neighbors(key)]);
    this.container.style.cursor = key === undefined ? '' : 'pointer';
    this.sigma.refresh({ skipIndexation: true });
  }

  private isFaded(key: string): boolean {
    return this.hovered !== undefined && !this.near.has(key);
  }

  private edgeLook(edge: string, data: object): object {
    if (this.hovered === undefined || !this.mirror.graph.hasExtremity(edge, this.hovered)) {
      return this.hovered === undefined ? data : { ...data, color: this.faded };
    }
    return { ...data, color: this.theme.accent, size: 2, zIndex: 1 };
  }

  private redraw(): void {
    this.sigma.scheduleRender();
  }

  private drawOver(): void {
    const context = this.sigma.getCanvases()['labels']?.getContext('2d');
    if (context) {
      this.labels.write(context, this.theme, (key) => this.isFaded(key));
      drawMarks(context, this.theme, this.marks(), (nodeId) => this.drawn(nodeId));
    }
  }

  private marks(): Mark[] {
    const own = this.selection.map((nodeId) => ({ nodeId, color: this.theme.accent }));
    const others = this.peers.flatMap(({ selection, color, name, username }) =>
      selection.map((nodeId) => ({
        nodeId,
        color: asColor(color) ?? this.theme.mutedText,
        name: name || username
      }))
    );
    return [...own, ...others];
  }

  private drawn(nodeId: string): Drawn | undefined {
    const at = this.screenPosition(nodeId);
    const data = this.sigma.getNodeDisplayData(keyOf(nodeId));
    return at && data && { ...at, size: this.sigma.scaleSize(data.size) };
  }

  /** Sets what the camera's home shows; nodes outside of it stay outside and move nothing. */
  private showAll(): void {
    this.shrink = shrinkFor(this.sigma.getDimensions(), this.mirror.graph.order);
    const box = atLeast(boxAround(this.scene!.placement.all()), LEAST_WIDTH, LEAST_HEIGHT);
    this.sigma.setCustomBBox({ x: [box.left, box.right], y: [-box.bottom, -box.top] });
    this.sigma.refresh();
  }

  private showBox(box: Box): void {
    this.isWhole = false;
    const corners = [
      this.sigma.graphToViewport({ x: box.left, y: -box.top }),
      this.sigma.graphToViewport({ x: box.right, y: -box.bottom })
    ] as const;
    const { width, height } = this.sigma.getDimensions();
    const middle = {
      x: (corners[0].x + corners[1].x) / 2,
      y: (corners[0].y + corners[1].y) / 2
    };
    const share = Math.max(
      Math.abs(corners[1].x - corners[0].x) / (0.8 * width),
      Math.abs(corners[1].y - corners[0].y) / (0.8 * height),
      0.2
    );
    const { x, y } = this.sigma.viewportToFramedGraph(middle);
    const ratio = this.sigma.getCamera().ratio * share;
    void this.sigma.getCamera().animate({ x, y, ratio }, MOVE);
  }

  private flatten(): HTMLCanvasElement {
    const layers = Object.values(this.sigma.getCanvases());
    const picture = document.createElement('canvas');
    picture.width = layers[0]!.width;
    picture.height = layers[0]!.height;
    const context = picture.getContext('2d')!;
    context.fillStyle = this.theme.background;
    context.fillRect(0, 0, picture.width, picture.height);
    layers.forEach((layer) => context.drawImage(layer, 0, 0));
    return picture;
  }
}

/** Many nodes on a small canvas are drawn smaller; below a half nothing could be told apart. */
function shrinkFor({ width, height }: { width: number; height: number }, order: number): number {
  const roomForOne = Math.sqrt((width * height) / Math.max(1, order));
  return Math.min(1, Math.max(0.5, roomForOne / 70));
}
