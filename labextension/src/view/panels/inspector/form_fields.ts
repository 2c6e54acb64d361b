/** A JSON Schema, or a part of one. */
export type Schema = Readonly<Record<string, unknown>>;

/** What of a blueprint type's schema a form can show. */
export interface FormFields {
  /** An object schema of those properties alone, with what they refer to. */
  readonly schema: Schema;
  readonly ids: ReadonlySet<string>;
  /** Whether properties that the schema does not name may be set. */
  readonly allowsMore: boolean;
}

const MOST_PARTS = 300;
const MOST_DEPTH = 8;
const TYPES = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array']);
/** Where a schema holds other schemas: one, a list, or by name. */
const ONE = ['items', 'additionalProperties'];
const LISTS = ['allOf', 'anyOf', 'oneOf'];
const BY_NAME = ['properties'];

/**
 * Chooses the properties whose schemas a form can show. Schemas come from other people: whatever
 * refers to itself, is very large or means more than a form can say is left to fields that hold JSON.
 */
export function formFields(schema: Schema): FormFields {
  const properties = new Map<string, Schema>();
  for (const [propertyId, part] of propertiesIn(schema, 0)) {
    if (!properties.has(propertyId) && fits(propertyId, part, schema)) {
      properties.set(propertyId, part);
    }
  }
  const { $defs, definitions, required } = schema;
  const shown = {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: Array.isArray(required)
      ? (required as unknown[]).filter((id) => properties.has(String(id)))
      : [],
    ...(isSchema($defs) ? { $defs } : {}),
    ...(isSchema(definitions) ? { definitions } : {})
  };
  const { additionalProperties, unevaluatedProperties } = schema;
  const allowsMore = additionalProperties !== false && unevaluatedProperties !== false;
  return { schema: shown, ids: new Set(properties.keys()), allowsMore };
}

/** Properties that depend on others are shown too: whether they may be set, the server says. */
function* propertiesIn(schema: Schema, depth: number): Iterable<[string, Schema]> {
  const { properties } = schema;
  for (const [propertyId, part] of Object.entries(isSchema(properties) ? properties : {})) {
    if (isSchema(part) && !propertyId.startsWith('_')) {
      yield [propertyId, part];
    }
  }
  const { then, else: otherwise, allOf } = schema;
  const more: unknown[] = [then, otherwise, ...(Array.isArray(allOf) ? (allOf as unknown[]) : [])];
  for (const part of more) {
    if (isSchema(part) && depth < MOST_DEPTH) {
      yield* propertiesIn(part, depth + 1);
    }
  }
}

function fits(propertyId: string, part: Schema, root: Schema): boolean {
  // The form library looks values up in plain objects, which have these without being told.
  return !(propertyId in {}) && new Walk(root).fits(part, 0, new Set());
}

/** One walk through a property's schema, which ends early where there is too much of it. */
class Walk {
  private parts = 0;

  constructor(private readonly root: Schema) {}

  fits(part: unknown, depth: number, within: ReadonlySet<string>): boolean {
    this.parts += 1;
    if (!isSchema(part) || depth > MOST_DEPTH || this.parts > MOST_PARTS) {
      return false;
    }
    const { $ref } = part;
    if (typeof $ref === 'string') {
      const target = this.target($ref);
      return !within.has($ref) && this.fits(target, depth + 1, new Set([...within, $ref]));
    }
    return (
      hasShape(part) &&
      !('patternProperties' in part || 'prefixItems' in part || '$dynamicRef' in part) &&
      childrenOf(part).every((child) => this.fits(child, depth + 1, within))
    );
  }

  private target(ref: string): unknown {
    const steps = ref.startsWith('#/') ? ref.slice(2).split('/') : [];
    let found: unknown = steps.length > 0 ? this.root : undefined;
    for (const step of steps) {
      const key = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
      found = isSchema(found) && Object.hasOwn(found, key) ? found[key] : undefined;
    }
    return found;
  }
}

/** Whether it is clear what is to be written: a value of one type, or one of several choices. */
function hasShape({
  type,
  enum: choices,
  const: only,
  anyOf,
  oneOf,
  allOf,
  items
}: Schema): boolean {
  if (type === 'array') {
    return isSchema(items);
  }
  if (Array.isArray(type)) {
    const named = (type as unknown[]).filter((one) => one !== 'null');
    return named.length === 1 && named[0] !== 'array' && TYPES.has(String(named[0]));
  }
  return type === undefined
    ? [choices, anyOf, oneOf, allOf].some(Array.isArray) || only !== undefined
    : typeof type === 'string' && TYPES.has(type);
}

function childrenOf(part: Schema): unknown[] {
  const one = ONE.map((key) => part[key]).filter((child) => typeof child === 'object');
  const listed = LISTS.flatMap((key) => (Array.isArray(part[key]) ? (part[key] as unknown[]) : []));
  const named = BY_NAME.flatMap((key) => Object.values(isSchema(part[key]) ? part[key] : {}));
  return [...one, ...listed, ...named];
}

export function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
