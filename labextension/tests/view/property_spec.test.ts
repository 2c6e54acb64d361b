import { describe, expect, it } from 'vitest';
import {
  NEW_PROPERTY,
  readSpecs,
  writeSpecs
} from '../../src/view/panels/blueprints/property_spec';

const SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  additionalProperties: false,
  properties: {
    name: { type: 'string', title: 'Name', pattern: '^a', default: 'x' },
    size: { type: 'number', minimum: 1, maximum: 5, multipleOf: 0.5 },
    count: { type: 'integer' },
    open: { type: 'boolean', default: false },
    kind: { type: 'string', enum: ['a', 'b'], description: 'which' },
    tags: { type: 'array', items: { type: 'string', minLength: 2 } },
    place: { type: 'object', properties: { zip: { type: 'string' } } }
  },
  required: ['name', 'kind']
};

describe('a schema as a table', () => {
  it('has a kind for each property', () => {
    expect(readSpecs(SCHEMA).map(({ kind }) => kind)).toEqual([
      'text',
      'number',
      'integer',
      'truth',
      'choice',
      'texts',
      'other'
    ]);
  });

  it('is the same again when nothing was changed', () => {
    expect(writeSpecs(SCHEMA, readSpecs(SCHEMA))).toEqual(SCHEMA);
  });

  it('keeps the order of its properties', () => {
    const written = writeSpecs(SCHEMA, readSpecs(SCHEMA))!['properties'] as object;

    expect(Object.keys(written)).toEqual(Object.keys(SCHEMA.properties));
  });

  it('forgets the rules of a kind that a property is not of any more, and keeps its texts', () => {
    const specs = readSpecs(SCHEMA).map((spec) =>
      spec.propertyId === 'name'
        ? { ...spec, kind: 'number' as const, otherwise: undefined, least: 2 }
        : spec
    );

    const { properties } = writeSpecs(SCHEMA, specs) as typeof SCHEMA;
    expect(properties.name).toEqual({ type: 'number', title: 'Name', minimum: 2 });
  });

  it('says nothing where there are no properties', () => {
    expect(writeSpecs(undefined, [])).toBeUndefined();
    expect(writeSpecs(undefined, [{ ...NEW_PROPERTY, propertyId: 'a', isRequired: true }])).toEqual(
      { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] }
    );
  });
});
