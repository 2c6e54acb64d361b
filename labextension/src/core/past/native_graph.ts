import type { Snapshot } from '../protocol';
import type { NativeGraph } from './wire';

/** Turns a graph as REST answers it into what a replica loads. */
export function asSnapshot({ nodes, links, blueprint_types, ...position }: NativeGraph): Snapshot {
  return {
    type: 'snapshot',
    part: 1,
    parts: 1,
    epoch: position.epoch,
    seq: position.seq,
    digest: position.digest,
    nodes: {
      node_id: nodes.map(({ node_id }) => node_id),
      name: nodes.map(({ name }) => name),
      blueprint_type_id: nodes.map(({ blueprint_type_id }) => blueprint_type_id),
      properties: nodes.map(({ properties }) => properties)
    },
    links: {
      parent_id: links.map(({ parent_id }) => parent_id),
      child_id: links.map(({ child_id }) => child_id),
      properties: links.map(({ properties }) => properties)
    },
    blueprint_types: [...blueprint_types]
  };
}
