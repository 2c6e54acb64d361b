import type { Replica } from '../../core';

/** What a property is called: by the first type whose schema has a title for it, else by its id. */
export function propertyTitle(replica: Replica, propertyId: string): string {
  for (const { schema } of replica.blueprintTypes.values()) {
    const title = titleIn(schema, propertyId);
    if (title !== undefined) {
      return title;
    }
  }
  return propertyId;
}

function titleIn(schema: unknown, propertyId: string): string | undefined {
  const properties = field(schema, 'properties');
  const title = field(field(properties, propertyId), 'title');
  return typeof title === 'string' && title.trim() !== '' ? title : undefined;
}

function field(value: unknown, key: string): unknown {
  const isObject = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
  return isObject ? (value as Record<string, unknown>)[key] : undefined;
}
