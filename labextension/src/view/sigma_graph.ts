import Graph from 'graphology';
import type { LinkEnds, NodeLook, Scene, SceneChange } from './scene';

const LINK_PX = 1.5;

/** Names a node for graphology and sigma, which keep keys in objects: ids must not be such. */
export function keyOf(nodeId: string): string {
  return `~${nodeId}`;
}

export function idOf(key: string): string {
  return key.slice(1);
}

/** What sigma draws: a copy of the scene in graphology's form, whose y grows upwards. */
export class SigmaGraph {
  readonly graph = new Graph({ type: 'directed', allowSelfLoops: true });

  load(scene: Scene): void {
    this.graph.clear();
    for (const nodeId of scene.nodeIds) {
      this.graph.addNode(keyOf(nodeId), attributes(scene.look(nodeId)!));
    }
    for (const { parentId, childId } of scene.links()) {
      this.graph.addDirectedEdge(keyOf(parentId), keyOf(childId), { size: LINK_PX });
    }
  }

  /** Nodes first: a new link may lead to a new node, a node that went takes its links along. */
  apply(scene: Scene, change: SceneChange): void {
    change.nodeIds.forEach((nodeId) => this.putNode(nodeId, scene.look(nodeId)));
    change.links.forEach((ends) => this.putLink(ends, scene.hasLink(ends)));
  }

  private putNode(nodeId: string, look: NodeLook | undefined): void {
    const key = keyOf(nodeId);
    if (look) {
      this.graph.mergeNode(key, attributes(look));
    } else if (this.graph.hasNode(key)) {
      this.graph.dropNode(key);
    }
  }

  private putLink({ parentId, childId }: LinkEnds, isThere: boolean): void {
    const [parent, child] = [keyOf(parentId), keyOf(childId)];
    const isDrawn =
      this.graph.hasNode(parent) &&
      this.graph.hasNode(child) &&
      this.graph.hasDirectedEdge(parent, child);
    if (isThere && !isDrawn) {
      this.graph.addDirectedEdge(parent, child, { size: LINK_PX });
    } else if (!isThere && isDrawn) {
      this.graph.dropDirectedEdge(parent, child);
    }
  }
}

function attributes({ x, y, label, color, size }: NodeLook) {
  return { x, y: -y, label, color, size };
}
