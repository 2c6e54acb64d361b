import { describe, expect, it } from 'vitest';
import { SchemaValidator } from '../../src/view/panels/inspector/form/schema_validator';

const validator = new SchemaValidator();

describe('hints', () => {
  it('say where what is wrong', () => {
    const schema = {
      type: 'object' as const,
      required: ['name'],
      properties: {
        size: { type: 'number' as const, maximum: 10 },
        'a/b~c': { type: 'object' as const, properties: { kind: { enum: ['x', 'y'] } } }
      }
    };

    expect(validator.violations(schema, { size: 12, 'a/b~c': { kind: 'z' } })).toEqual([
      { path: ['name'], message: 'Has to be filled in.' },
      { path: ['size'], message: 'Has to be 10 or less.' },
      { path: ['a/b~c', 'kind'], message: 'Has to be one of x, y.' }
    ]);
    expect(validator.violations(schema, { name: 1 })).toEqual([]);
  });

  it('never try a pattern, which may take a browser minutes', () => {
    const slow = { type: 'string' as const, pattern: '^(a+)+$' };
    const schema = { properties: { x: slow, pattern: { type: 'number' as const } } };

    expect(validator.violations(schema, { x: `${'a'.repeat(40)}!`, pattern: 'p' })).toEqual([
      { path: ['pattern'], message: 'Has to be of type number.' }
    ]);
  });

  it('are none where a schema cannot be read here', () => {
    expect(validator.violations({ $ref: '#/nowhere' }, {})).toEqual([]);
  });

  it('know which choice a value is of', () => {
    const root = { $defs: { size: { type: 'integer' as const } } };

    expect(validator.isValid({ $ref: '#/$defs/size' }, 3, root)).toBe(true);
    expect(validator.isValid({ $ref: '#/$defs/size' }, 'x', root)).toBe(false);
  });
});
