import { isSchema, type Schema } from '../inspector/form_fields';

/** What a property of a type may hold, as far as a table can say it. */
export type PropertyKind = 'text' | 'number' | 'integer' | 'truth' | 'choice' | 'texts' | 'other';

/** One row of the table of a type's properties. */
export interface PropertySpec {
  readonly propertyId: string;
  readonly kind: PropertyKind;
  readonly isRequired: boolean;
  /** Undefined where there is none. */
  readonly otherwise?: unknown;
  readonly choices: readonly string[];
  readonly least?: number;
  readonly most?: number;
  /** What stood in the schema: what the table says nothing about stays as it is. */
  readonly part: Schema;
}

export const NEW_PROPERTY: PropertySpec = {
  propertyId: '',
  kind: 'text',
  isRequired: false,
  choices: [],
  part: {}
};

/** Reads a schema as the rows of a table. */
export function readSpecs(schema: Schema | undefined): PropertySpec[] {
  const properties = schema?.['properties'];
  const required = listOf(schema?.['required']);
  return Object.entries(isSchema(properties) ? properties : {}).map(([propertyId, value]) => {
    const part = isSchema(value) ? value : {};
    return {
      propertyId,
      kind: isSchema(value) ? kindOf(part) : 'other',
      isRequired: required.includes(propertyId),
      otherwise: part['default'],
      choices: listOf(part['enum']).filter((choice) => typeof choice === 'string'),
      ...limit('least', part['minimum']),
      ...limit('most', part['maximum']),
      part
    };
  });
}

/** Writes the rows of a table into a schema; what it holds besides stays as it is. */
export function writeSpecs(
  schema: Schema | undefined,
  specs: readonly PropertySpec[]
): Schema | undefined {
  const rest = without(schema ?? {}, ['properties', 'required']);
  const required = specs.filter(({ isRequired }) => isRequired).map((spec) => spec.propertyId);
  if (specs.length === 0 && Object.keys(rest).every((key) => key === 'type')) {
    return undefined;
  }
  return {
    type: 'object',
    ...rest,
    properties: Object.fromEntries(specs.map((spec) => [spec.propertyId, partOf(spec)])),
    ...(required.length > 0 ? { required } : {})
  };
}

function kindOf({ type, enum: choices, items }: Schema): PropertyKind {
  if (Array.isArray(choices)) {
    return choices.every((choice) => typeof choice === 'string') ? 'choice' : 'other';
  }
  if (type === 'array') {
    return isSchema(items) && items['type'] === 'string' && !('enum' in items) ? 'texts' : 'other';
  }
  return KINDS.get(type) ?? 'other';
}

const KINDS = new Map<unknown, PropertyKind>([
  ['string', 'text'],
  ['number', 'number'],
  ['integer', 'integer'],
  ['boolean', 'truth']
]);

const TYPES = new Map<PropertyKind, Schema>([
  ['text', { type: 'string' }],
  ['number', { type: 'number' }],
  ['integer', { type: 'integer' }],
  ['truth', { type: 'boolean' }],
  ['choice', { type: 'string' }],
  ['texts', { type: 'array', items: { type: 'string' } }]
]);

function partOf({ kind, otherwise, choices, least, most, part }: PropertySpec): Schema {
  if (kind === 'other') {
    return part;
  }
  // Of another kind, what was said about the old one does not hold: but its texts do.
  const { title, description } = part;
  const texts = { ...(title ? { title } : {}), ...(description ? { description } : {}) };
  const isSame = kindOf(part) === kind;
  const kept = without(part, ['default', 'enum', 'minimum', 'maximum']);
  return {
    ...(isSame ? kept : texts),
    ...(isSame ? {} : TYPES.get(kind)),
    ...(kind === 'choice' ? { enum: choices } : {}),
    ...(least === undefined ? {} : { minimum: least }),
    ...(most === undefined ? {} : { maximum: most }),
    ...(otherwise === undefined ? {} : { default: otherwise })
  };
}

function without(schema: Schema, keys: readonly string[]): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => !keys.includes(key)));
}

function limit(name: 'least' | 'most', value: unknown): Partial<Record<'least' | 'most', number>> {
  return typeof value === 'number' ? { [name]: value } : {};
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}
