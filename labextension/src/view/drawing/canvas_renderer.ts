import type { Client } from '../../core';
import { Signal } from '../../core';
import { element } from '../dom';
import { FrameJoiner } from '../frame_joiner';
import { boxAround, distance, type Box, type Point } from '../geometry';
import type { Outlook, Overlay, Renderer, RendererEvent, Target } from '../renderer';
import type { LinkEnds, Scene, SceneChange } from '../scene';
import type { Theme } from '../theme';
import { Lookout, type Corner } from './lookout';
import { MarkLayer, knobOf } from './mark_layer';
import { Mirror } from './mirror';
import { PointerInput } from './pointer_input';

const NODE_SLACK_PX = 3;
const LINK_SLACK_PX = 5;
const KNOB_SLACK_PX = 10;

/** What is the same however a canvas draws: where one looks, what is where, what people do. */
export abstract class CanvasRenderer implements Renderer {
  abstract readonly kind: 'webgl' | 'svg';
  protected readonly surface = element('div', 'graphsync-surface');
  protected readonly mirror = new Mirror();
  protected readonly lookout: Lookout;
  protected readonly events = new Signal<RendererEvent>();
  private readonly marks = new MarkLayer();
  private readonly joiner = new FrameJoiner(() => this.drawNow());
  private readonly pointer: PointerInput;
  private selection: readonly string[] = [];
  private peers: readonly Client[] = [];
  private overlay: Overlay = {};
  private isStale = true;

  constructor(
    private readonly container: HTMLElement,
    protected theme: Theme,
    isGliding: boolean
  ) {
    const isInUse = (): boolean => container.matches(':hover, :focus-within');
    this.lookout = new Lookout(this.mirror.nodes, () => this.cameraMoved(), isGliding, isInUse);
    container.append(this.surface);
    this.surface.append(this.marks.root);
    this.pointer = new PointerInput(this.surface, {
      targetAt: (screen, under) => this.targetAt(screen, under),
      graphPosition: (screen) => this.graphPosition(screen),
      panBy: (dx, dy) => this.panBy(dx, dy),
      zoomAt: (factor, screen) => this.lookout.look(this.camera.zoomed(factor, screen)),
      taken: () => this.lookout.take(),
      tell: (action) => this.events.emit(action)
    });
  }

  protected get camera() {
    return this.lookout.camera;
  }

  load(scene: Scene): void {
    this.mirror.load(scene);
    this.camera.spread = this.mirror.spread();
    this.lookout.followGraph();
    this.ask();
  }

  apply(change: SceneChange): void {
    this.mirror.apply(change);
    if (!this.mirror.isMoving) {
      this.lookout.followGraph();
    }
    this.ask();
  }

  setSelection(nodeIds: readonly string[], links: readonly LinkEnds[]): void {
    this.selection = nodeIds;
    this.mirror.select(nodeIds, links);
    this.ask();
  }

  setPeers(peers: readonly Client[]): void {
    this.peers = peers;
    this.showMoved();
  }

  setOverlay(overlay: Overlay): void {
    this.overlay = overlay;
    this.showMoved();
  }

  setHighlight(nodeId: string | undefined): void {
    if (this.mirror.highlight(nodeId)) {
      this.ask();
    }
  }

  reserve(corner: Corner | undefined): void {
    if (this.lookout.reserve(corner)) {
      this.ask();
    }
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.ask();
  }

  focus(nodeId: string): void {
    const place = this.mirror.nodes.place(nodeId);
    if (place) {
      const scale = Math.max(this.camera.view.scale, 0.8);
      this.lookout.glide({ x: place.x, y: place.y, scale });
    }
  }

  fit(nodeIds?: Iterable<string>): void {
    if (nodeIds === undefined) {
      return this.lookout.glideToWhole();
    }
    const places = [...nodeIds].flatMap((nodeId) => this.mirror.nodes.place(nodeId) ?? []);
    if (places.length > 0) {
      this.lookout.take();
      this.lookout.glide(this.lookout.viewOf(boxAround(places)));
    }
  }

  zoomBy(factor: number): void {
    this.lookout.take();
    this.lookout.glide(this.camera.zoomed(factor));
  }

  panBy(dx: number, dy: number): void {
    this.lookout.take();
    this.lookout.look(this.camera.panned(dx, dy));
  }

  viewport(): Box {
    return this.camera.viewport();
  }

  show(box: Box): void {
    this.lookout.take();
    this.lookout.glide(this.lookout.exactly(box));
  }

  outlook(): Outlook {
    return { viewport: this.viewport(), isWhole: this.lookout.isWhole };
  }

  restore({ viewport, isWhole }: Outlook): void {
    if (!isWhole) {
      this.lookout.take();
      this.lookout.look(this.lookout.exactly(viewport));
    }
  }

  resize(): void {
    this.camera.width = Math.max(1, this.container.clientWidth);
    this.camera.height = Math.max(1, this.container.clientHeight);
    this.sized();
    this.lookout.followGraph();
    this.ask();
  }

  screenPosition(nodeId: string): Point | undefined {
    const place = this.mirror.nodes.place(nodeId);
    return place && this.camera.toScreen(place);
  }

  graphPosition(screen: Point): Point {
    return this.camera.toGraph(screen);
  }

  nodesIn(box: Box): string[] {
    return this.mirror.nodes.rowsIn(box).map((row) => this.mirror.nodes.ids[row]!);
  }

  on(listener: (event: RendererEvent) => void): () => void {
    return this.events.connect(listener);
  }

  dispose(): void {
    this.joiner.stop();
    this.lookout.stop();
    this.pointer.dispose();
    this.surface.remove();
  }

  abstract toPNG(part?: 'seen' | 'whole'): Promise<Blob>;

  /** Draws nodes, links and labels as they are at the moment. */
  protected abstract draw(): void;

  /** The camera's width and height are others. */
  protected abstract sized(): void;

  /** The picture is to be drawn again, not only what lies over it. */
  protected ask(): void {
    this.isStale = true;
    this.joiner.ask();
  }

  private drawNow(): void {
    if (this.isStale) {
      this.isStale = false;
      this.draw();
    }
    this.marks.draw({
      theme: this.theme,
      camera: this.camera,
      nodes: this.mirror.nodes,
      peers: this.peers,
      overlay: this.overlay,
      lead: this.selection[this.selection.length - 1]
    });
  }

  private cameraMoved(): void {
    this.ask();
    this.events.emit({ kind: 'camera' });
  }

  private showMoved(): void {
    const moved = new Map<string, Point>();
    for (const { dragging } of this.peers) {
      for (const [nodeId, [x, y]] of Object.entries(dragging)) {
        if (x !== undefined && y !== undefined) {
          moved.set(nodeId, { x, y });
        }
      }
    }
    this.overlay.moved?.forEach((point, nodeId) => moved.set(nodeId, point));
    if (this.mirror.showMoved(moved)) {
      this.ask();
    } else {
      // A pointer that moves leaves the picture under it as it is.
      this.joiner.ask();
    }
  }

  private targetAt(screen: Point, under: Element | null): Target {
    const { camera, overlay } = this;
    const { nodes, links } = this.mirror;
    const knob = overlay.handle === undefined ? undefined : knobOf(overlay.handle, nodes, camera);
    if (knob && distance(knob, screen) <= KNOB_SLACK_PX) {
      return { kind: 'handle', nodeId: overlay.handle! };
    }
    const { scale } = camera.view;
    const at = camera.toGraph(screen);
    const drawn = under?.getAttribute('data-node-id') ?? undefined;
    const nodeId = drawn ?? nodes.at(at, camera.growth / scale, NODE_SLACK_PX / scale);
    if (nodeId !== undefined) {
      return { kind: 'node', nodeId };
    }
    const link = links.at(at, LINK_SLACK_PX / scale);
    return link ? { kind: 'link', link } : { kind: 'stage' };
  }
}
