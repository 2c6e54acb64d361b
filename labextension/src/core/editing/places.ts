import { POSITION, command, type CommandData } from './arguments';
import { tenths, type Point } from './fragment';

/** Where a viewer sees nodes to which nobody has given a place yet. */
export interface Places {
  of(nodeId: string): Point;
  /** Places for new nodes, which are to hang on a parent, or on nothing. */
  free(parentId: string | undefined, count: number): readonly Point[];
  /**
   * The places of all nodes that nobody shares. Whoever moves or adds a node shares them too: the
   * picture that it was done in is then the same for everybody, and the same tomorrow.
   */
  unshared(): ReadonlyMap<string, Point>;
}

/** Returns the command that shares some places, if there are any. */
export function sharing(points: ReadonlyMap<string, Point>): CommandData[] {
  const args = {
    property_id: POSITION,
    node_ids: [...points.keys()],
    new_values: [...asValues(points).values()]
  };
  return points.size > 0 ? [command('update-properties', args)] : [];
}

/** Returns points as the values of `_position`; the unit is a tenth of a pixel. */
export function asValues(points: ReadonlyMap<string, Point>): Map<string, unknown> {
  return new Map([...points].map(([nodeId, { x, y }]) => [nodeId, [tenths(x), tenths(y)]]));
}

/** Returns a node's properties with a place, unless they name one. */
export function placed(
  properties: Readonly<Record<string, unknown>>,
  at: Point | undefined
): Record<string, unknown> {
  return at ? { [POSITION]: [tenths(at.x), tenths(at.y)], ...properties } : { ...properties };
}
