import type { Replica } from '../../core';
import { element } from '../dom';

// A graph of many nodes is not read through for a list: its first nodes tell enough.
const MOST_NODES = 2_000;

/** Returns the ids of the properties that nodes have or may have, sorted, view state left out. */
export function propertyIdsOf(replica: Replica): string[] {
  const found = new Set<string>();
  for (const { schema } of replica.blueprintTypes.values()) {
    Object.keys((schema?.['properties'] as object | undefined) ?? {}).forEach((id) =>
      found.add(id)
    );
  }
  let read = 0;
  for (const { properties } of replica.nodes.values()) {
    for (const propertyId of properties.keys()) {
      found.add(propertyId);
    }
    read += 1;
    if (read === MOST_NODES) {
      break;
    }
  }
  return [...found].filter((propertyId) => !propertyId.startsWith('_')).sort();
}

/** Makes the options of a choice; the first one stands for no choice. */
export function optionsOf(
  none: string,
  values: readonly string[],
  titleOf: (value: string) => string = (value) => value
): HTMLOptionElement[] {
  return ['', ...values].map((value) => {
    const option = element('option', '', value === '' ? none : titleOf(value));
    option.value = value;
    return option;
  });
}
