import type { LinkEnds, Replica } from '../replica';
import { command, type CommandData } from './arguments';
import { heldByNothingElse } from './deletion';

/**
 * Returns the commands that remove nodes and links. What goes with something else, or is gone
 * already, is not removed a second time.
 */
export function removals(
  replica: Replica,
  nodeIds: readonly string[],
  links: readonly LinkEnds[],
  cascade: boolean
): CommandData[] {
  const gone = new Set<string>();
  const deletions: CommandData[] = [];
  for (const nodeId of nodeIds) {
    if (replica.nodes.has(nodeId) && !gone.has(nodeId)) {
      const held = cascade ? heldByNothingElse(replica, nodeId, gone) : [];
      [nodeId, ...held].forEach((one) => gone.add(one));
      deletions.push(
        command('delete-node', cascade ? { node_id: nodeId, cascade } : { node_id: nodeId })
      );
    }
  }
  const isAlone = ({ parentId, childId }: LinkEnds): boolean =>
    replica.link(parentId, childId) !== undefined && !gone.has(parentId) && !gone.has(childId);
  return [...once(links.filter(isAlone)).map(unlinking), ...deletions];
}

function once(links: readonly LinkEnds[]): LinkEnds[] {
  const byPair = links.map(
    (ends) => [JSON.stringify([ends.parentId, ends.childId]), ends] as const
  );
  return [...new Map(byPair).values()];
}

function unlinking({ parentId, childId }: LinkEnds): CommandData {
  return command('unlink-node', { parent_id: parentId, child_id: childId });
}
