import type { CommandData } from './arguments';
import { isObject } from './same';

const FIELDS = ['node_id', 'parent_id', 'child_id'];

/** Returns the nodes that commands name as what they are about, each once. */
export function touchedBy(commands: readonly CommandData[]): string[] {
  return [...new Set(commands.flatMap(nodesOf))];
}

function nodesOf({ command_type, arguments: given }: CommandData): string[] {
  const fields = isObject(given) ? given : {};
  if (command_type === 'create-node') {
    return texts([fields['node_id']]);
  }
  const { node_ids } = fields;
  return Array.isArray(node_ids) ? texts(node_ids) : texts(FIELDS.map((field) => fields[field]));
}

function texts(values: readonly unknown[]): string[] {
  return values.filter((value): value is string => typeof value === 'string');
}
