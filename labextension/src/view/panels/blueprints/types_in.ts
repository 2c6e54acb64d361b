import type { Scene } from '../../scene';

/** A type of nodes that is defined, or in use. */
export interface KnownType {
  readonly typeId: string;
  readonly title: string;
  readonly color: string;
  readonly count: number;
  readonly isDefined: boolean;
}

/** Returns the types that are in use or defined, the most used first. */
export function typesIn(scene: Scene): KnownType[] {
  const { nodes, blueprintTypes } = scene.replica;
  const counts = new Map([...blueprintTypes.keys()].map((typeId) => [typeId, 0]));
  for (const { blueprintTypeId } of nodes.values()) {
    counts.set(blueprintTypeId, (counts.get(blueprintTypeId) ?? 0) + 1);
  }
  const types = [...counts].sort(([, one], [, other]) => other - one);
  return types.map(([typeId, count]) => ({
    typeId,
    title: scene.typeTitle(typeId) || typeId,
    color: scene.typeColor(typeId),
    count,
    isDefined: blueprintTypes.has(typeId)
  }));
}
