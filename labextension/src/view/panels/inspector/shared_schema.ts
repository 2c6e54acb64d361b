import { isSame } from '../../../core';
import { isSchema, type Schema } from './form_fields';

/**
 * What the schemas of several types agree on: the properties that all of them describe alike. The
 * same object as long as the schemas are.
 */
export class SharedSchema {
  private known: readonly Schema[] = [];
  private shared: Schema | undefined;

  of(schemas: readonly Schema[]): Schema | undefined {
    const isKnown =
      schemas.length === this.known.length &&
      schemas.every((schema, index) => schema === this.known[index]);
    if (!isKnown) {
      this.known = schemas;
      this.shared = sharedBy(schemas);
    }
    return this.shared;
  }
}

function sharedBy([first, ...others]: readonly Schema[]): Schema | undefined {
  if (!first || others.length === 0) {
    return first;
  }
  const alike = Object.entries(propertiesOf(first)).filter(([propertyId, part]) =>
    others.every((other) => describesAlike(propertyId, part, first, other))
  );
  const all = [first, ...others];
  const isRequired = (propertyId: string): boolean =>
    all.every(({ required }) => Array.isArray(required) && required.includes(propertyId));
  const isClosed = all.some((schema) => schema['additionalProperties'] === false);
  const { $schema, $defs, definitions } = first;
  return {
    ...(typeof $schema === 'string' ? { $schema } : {}),
    ...(isSchema($defs) ? { $defs } : {}),
    ...(isSchema(definitions) ? { definitions } : {}),
    type: 'object',
    properties: Object.fromEntries(alike),
    required: alike.map(([propertyId]) => propertyId).filter(isRequired),
    ...(isClosed ? { additionalProperties: false } : {})
  };
}

/** What a part refers to belongs to it. */
function describesAlike(propertyId: string, part: unknown, one: Schema, other: Schema): boolean {
  const properties = propertiesOf(other);
  const isThere = Object.hasOwn(properties, propertyId);
  const refers = JSON.stringify(part).includes('"$ref"');
  return (
    isThere &&
    isSame(part, properties[propertyId]) &&
    (!refers ||
      (isSame(one['$defs'], other['$defs']) && isSame(one['definitions'], other['definitions'])))
  );
}

function propertiesOf({ properties }: Schema): Schema {
  return isSchema(properties) ? properties : {};
}
