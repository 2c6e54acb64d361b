import { expect, it } from 'vitest';
import { startingValues } from '../../src/core';

function valuesOf(properties: object, required: string[]): Record<string, unknown> {
  const schema = { type: 'object', properties, required };
  return startingValues({ blueprint_type_id: 'city', schema, style: {}, allowed_children: null });
}

it.each([
  [{ type: 'integer' }, 0],
  [{ type: 'integer', minimum: 5 }, 5],
  [{ type: 'number', maximum: -2 }, -2],
  [{ type: 'integer', exclusiveMinimum: 0 }, 1],
  [{ type: 'string' }, ''],
  [{ type: 'boolean' }, false],
  [{ type: 'array' }, []],
  [{ type: ['number', 'null'] }, 0],
  [{ enum: ['small', 'big'] }, 'small'],
  [{ const: 'x' }, 'x'],
  [{ type: 'integer', default: 7 }, 7],
  [{ type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] }, { a: 0 }]
])('begins a property of %j as %j', (property, value) => {
  expect(valuesOf({ it: property }, ['it'])).toEqual({ it: value });
});

it('leaves out what is neither required nor has a default', () => {
  expect(valuesOf({ a: { type: 'integer' }, b: { default: 1 } }, [])).toEqual({ b: 1 });
});

it('begins with nothing where there is no type', () => {
  expect(startingValues(undefined)).toEqual({});
});
