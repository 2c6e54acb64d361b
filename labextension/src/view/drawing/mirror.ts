import { boxAround, GAP_X, type Point } from '../geometry';
import type { LinkEnds, Scene, SceneChange } from '../scene';
import { LinkTable } from './link_table';
import { NodeTable } from './node_table';

/**
 * A scene as tables of numbers, with what is laid over it: what is selected, what stands out, what
 * is being dragged. Every change costs as much as what changed, whatever the size of the graph.
 */
export class Mirror {
  readonly nodes = new NodeTable();
  readonly links = new LinkTable();
  private current: Scene | undefined;
  private selectedNodes: ReadonlySet<string> = new Set();
  private selectedLinks: readonly LinkEnds[] = [];
  private near: string | undefined;
  private nearNodes: readonly string[] = [];
  private nearLinks: readonly LinkEnds[] = [];
  private moved: ReadonlyMap<string, Point> = new Map();

  get scene(): Scene | undefined {
    return this.current;
  }

  /** How far apart nodes are, in the gaps that layouts keep: linked ones, and all of them. */
  spread(): number {
    const { left, top, right, bottom } = this.nodes.bounds() ?? boxAround([]);
    const room = Math.sqrt(((right - left) * (bottom - top)) / Math.max(1, this.nodes.rows.count));
    return Math.max(1, Math.min(room, this.links.shortLength() ?? room) / GAP_X);
  }

  /** Whether one node and its neighbours stand out, and all else fades. */
  get isFading(): boolean {
    return this.near !== undefined;
  }

  /** Whether anything is drawn paler than the rest. */
  get hasFaded(): boolean {
    return this.isFading || this.current?.isFiltered === true;
  }

  get isMoving(): boolean {
    return this.moved.size > 0;
  }

  load(scene: Scene): void {
    this.current = scene;
    this.nodes.clear();
    this.links.clear();
    for (const nodeId of scene.nodeIds) {
      this.nodes.put(nodeId, scene.look(nodeId)!);
    }
    this.moved.forEach((point, nodeId) => this.nodes.move(nodeId, point));
    for (const ends of scene.links()) {
      this.putLink(scene, ends);
    }
    this.markSelected();
    this.highlight(this.near, true);
  }

  apply(change: SceneChange): void {
    const scene = this.current;
    if (scene) {
      change.nodeIds.forEach((nodeId) => this.applyNode(scene, nodeId));
      change.links.forEach((ends) => this.applyLink(scene, ends));
      this.selectedLinks.forEach((ends) => this.links.select(ends, true));
      if (this.near !== undefined) {
        this.highlight(this.near, true);
      }
    }
  }

  select(nodeIds: readonly string[], links: readonly LinkEnds[]): void {
    this.selectedNodes.forEach((nodeId) => this.nodes.select(nodeId, false));
    this.selectedLinks.forEach((ends) => this.links.select(ends, false));
    [this.selectedNodes, this.selectedLinks] = [new Set(nodeIds), links];
    this.markSelected();
  }

  /** Returns whether anything looks different by that. */
  highlight(nodeId: string | undefined, isAgain = false): boolean {
    if (nodeId === this.near && !isAgain) {
      return false;
    }
    this.nearNodes.forEach((other) => this.nodes.bringNear(other, false));
    this.nearLinks.forEach((ends) => this.links.bringNear(ends, false));
    const isThere = nodeId !== undefined && this.nodes.has(nodeId);
    this.near = isThere ? nodeId : undefined;
    this.nearLinks = isThere ? [...this.current!.linksOf(nodeId)] : [];
    const others = this.nearLinks.flatMap(({ parentId, childId }) => [parentId, childId]);
    this.nearNodes = isThere ? [nodeId, ...others] : [];
    this.nearNodes.forEach((other) => this.nodes.bringNear(other, true));
    this.nearLinks.forEach((ends) => this.links.bringNear(ends, true));
    return true;
  }

  /**
   * Shows nodes at other places than their own, and those that were so before at their own.
   * Returns whether any node is elsewhere by that.
   */
  showMoved(moved: ReadonlyMap<string, Point>): boolean {
    const scene = this.current;
    const old = this.moved;
    this.moved = moved;
    if (!scene || (moved.size === 0 && old.size === 0)) {
      return false;
    }
    for (const nodeId of old.keys()) {
      if (!moved.has(nodeId)) {
        this.nodes.move(nodeId, scene.placement.of(nodeId));
      }
    }
    moved.forEach((point, nodeId) => this.nodes.move(nodeId, point));
    for (const nodeId of new Set([...old.keys(), ...moved.keys()])) {
      this.followNode(scene, nodeId);
    }
    return true;
  }

  /** What is selected may come later than its selection: one's own new node does. */
  private markSelected(): void {
    this.selectedNodes.forEach((nodeId) => this.nodes.select(nodeId, true));
    this.selectedLinks.forEach((ends) => this.links.select(ends, true));
  }

  private applyNode(scene: Scene, nodeId: string): void {
    const look = scene.look(nodeId);
    if (!look) {
      return this.nodes.remove(nodeId);
    }
    const before = this.nodes.place(nodeId);
    const wasFaded = this.nodes.isFadedNode(nodeId);
    this.nodes.put(nodeId, { ...look, ...this.moved.get(nodeId) });
    if (!before && this.selectedNodes.has(nodeId)) {
      this.nodes.select(nodeId, true);
    }
    const now = this.nodes.place(nodeId)!;
    const isElsewhere = before?.x !== now.x || before.y !== now.y || before.size !== now.size;
    if (before && wasFaded !== look.isFaded) {
      this.relink(scene, nodeId);
    } else if (before && isElsewhere) {
      this.followNode(scene, nodeId);
    }
  }

  private applyLink(scene: Scene, ends: LinkEnds): void {
    if (scene.hasLink(ends)) {
      this.putLink(scene, ends);
    } else {
      this.links.remove(ends);
    }
  }

  private relink(scene: Scene, nodeId: string): void {
    for (const ends of scene.linksOf(nodeId)) {
      this.putLink(scene, ends);
    }
  }

  private followNode(scene: Scene, nodeId: string): void {
    for (const ends of scene.linksOf(nodeId)) {
      const [from, to] = [this.nodes.place(ends.parentId), this.nodes.place(ends.childId)];
      if (from && to) {
        this.links.move(ends, from, to);
      }
    }
  }

  private putLink(scene: Scene, ends: LinkEnds): void {
    const [from, to] = [this.nodes.place(ends.parentId), this.nodes.place(ends.childId)];
    if (from && to) {
      const { color, isFaded } = scene.linkLook(ends);
      this.links.put(ends, from, to, color, isFaded);
    }
  }
}
