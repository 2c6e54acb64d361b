import { element } from '../../dom';
import { write } from './value_kind';
import type { Subject } from './subject';

/** Properties as text, for those who may only look. */
export function plainProperties(subject: Subject): HTMLElement {
  const ids = subject.propertyIds().filter((propertyId) => !propertyId.startsWith('_'));
  const rows = ids.flatMap((propertyId) => [
    element('dt', '', propertyId),
    element('dd', '', textOf(subject, propertyId))
  ]);
  return rows.length > 0
    ? element('dl', 'graphsync-plain', ...rows)
    : element('p', 'graphsync-hint', 'No properties.');
}

function textOf(subject: Subject, propertyId: string): string {
  const held = subject.held(propertyId);
  if (held.kind === 'mixed') {
    return 'several values';
  }
  const value = held.kind === 'same' ? held.value : undefined;
  return typeof value === 'string' ? value : write('json', value);
}
