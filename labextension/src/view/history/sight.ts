import type { ViewContext } from '../context';

/** Shows the whole graph where none of it is in sight: it may have stood elsewhere then. */
export function bringIntoSight({ scene, host }: Pick<ViewContext, 'scene' | 'host'>): void {
  const renderer = host.current;
  if (!renderer) {
    return;
  }
  const { left, top, right, bottom } = renderer.viewport();
  let isEmpty = true;
  for (const nodeId of scene.nodeIds) {
    const { x, y } = scene.placement.of(nodeId);
    if (x >= left && x <= right && y >= top && y <= bottom) {
      return;
    }
    isEmpty = false;
  }
  if (!isEmpty) {
    renderer.fit(scene.nodeIds);
  }
}
