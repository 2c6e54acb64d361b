import type { BlueprintType } from '../protocol';

type Schema = Readonly<Record<string, unknown>>;

/**
 * Returns values for what a type requires of its nodes and for what it has defaults of, so that one
 * can make a node first and fill it in then. What a schema says beyond the plain words is left to
 * people and to the server: formats, patterns, references.
 */
export function startingValues(type: BlueprintType | undefined): Record<string, unknown> {
  const schema = type?.schema ?? {};
  const properties = new Map(Object.entries(asSchema(schema['properties'])));
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
  const values: [string, unknown][] = [];
  for (const [propertyId, told] of properties) {
    const property = asSchema(told);
    if (required.has(propertyId) || 'default' in property) {
      values.push([propertyId, startingValue(property)]);
    }
  }
  return Object.fromEntries(values);
}

function startingValue(schema: Schema): unknown {
  if ('default' in schema) {
    return schema['default'];
  }
  if ('const' in schema) {
    return schema['const'];
  }
  if (Array.isArray(schema['enum'])) {
    return schema['enum'][0];
  }
  const told = schema['type'];
  const type: unknown = Array.isArray(told) ? told[0] : told;
  switch (type) {
    case 'integer':
    case 'number':
      return startingNumber(schema);
    case 'boolean':
      return false;
    case 'array':
      return [];
    case 'object':
      return startingValues({ blueprint_type_id: '', schema } as BlueprintType);
    case 'null':
      return null;
    default:
      return '';
  }
}

/** Zero where it is allowed, else what comes nearest to it. */
function startingNumber(schema: Schema): number {
  const bound = (name: string, otherwise: number): number =>
    typeof schema[name] === 'number' ? schema[name] : otherwise;
  const least = Math.max(bound('minimum', -Infinity), bound('exclusiveMinimum', -Infinity) + 1);
  const most = Math.min(bound('maximum', Infinity), bound('exclusiveMaximum', Infinity) - 1);
  return Math.min(Math.max(0, least), most);
}

function asSchema(value: unknown): Schema {
  return typeof value === 'object' && value !== null ? (value as Schema) : {};
}
