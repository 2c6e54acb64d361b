import type { Action } from '../actions';
import { reveal } from '../reveal';
import type { Announcer } from './announcer';
import type { Nudge } from './nudge';
import type { EditingParts } from './parts';
import { start, step, type Direction, type Ground } from './walking';

const DIRECTIONS: readonly (readonly [direction: Direction, key: string])[] = [
  ['up', 'ArrowUp'],
  ['down', 'ArrowDown'],
  ['left', 'ArrowLeft'],
  ['right', 'ArrowRight']
];

/** How one gets from node to node, and moves nodes, by the arrow keys. */
export function walkActions(parts: EditingParts, announcer: Announcer, nudge: Nudge): Action[] {
  const { selection, scene, host } = parts.context;
  const { cursor } = parts;
  const ground: Ground = {
    replica: scene.replica,
    get nodeIds() {
      return scene.nodeIds;
    },
    isSeen: (nodeId) => scene.isSeen(nodeId),
    placeOf: (nodeId) => scene.placement.of(nodeId)
  };
  const hasNodes = (): boolean => scene.replica.nodes.size > 0;
  const target = (direction: Direction): string | undefined =>
    cursor.nodeId === undefined ? start(ground) : step(ground, cursor.nodeId, direction);
  const go = (nodeId: string | undefined, arrive: (nodeId: string) => void): void => {
    if (nodeId !== undefined) {
      cursor.moveTo(nodeId);
      arrive(nodeId);
      reveal(host.current, [scene.placement.of(nodeId)]);
    }
  };
  const walks = DIRECTIONS.flatMap(([direction, key]): Action[] => [
    {
      id: `walk-${direction}`,
      label: 'Walk along the links: to a child, a parent, a sibling',
      keys: [key],
      isEnabled: hasNodes,
      run: () => go(target(direction), (nodeId) => selection.set([nodeId]))
    },
    {
      id: `extend-${direction}`,
      label: 'Walk, and keep what is selected',
      keys: [`Shift+${key}`],
      isEnabled: hasNodes,
      run: () => go(target(direction), (nodeId) => selection.add([nodeId]))
    },
    {
      id: `pass-${direction}`,
      label: 'Walk without selecting (Space selects)',
      keys: [`Mod+${key}`],
      isEnabled: hasNodes,
      run: () => go(target(direction), (nodeId) => announcer.say(announcer.describe(nodeId)))
    },
    {
      id: `move-${direction}`,
      label: 'Move the selected nodes',
      keys: [`Alt+${key}`],
      isEdit: true,
      isEnabled: () => selection.nodeIds.size > 0,
      run: () => nudge.by(direction)
    }
  ]);
  const home: Action = {
    id: 'go-to-root',
    label: 'Go to the first node',
    keys: ['Home'],
    isEnabled: hasNodes,
    run: () => go(start(ground), (nodeId) => selection.set([nodeId]))
  };
  return [...walks, home];
}
