import { describe, expect, it } from 'vitest';
import { SharedSchema } from '../../src/view/panels/inspector/shared_schema';

const NUMBER = { type: 'number', title: 'Capacity', minimum: 0 };
const SHOP = {
  properties: { capacity: NUMBER, city: { type: 'string' }, open: { type: 'boolean' } },
  required: ['capacity', 'city']
};
const PLANT = {
  properties: { capacity: NUMBER, city: { type: 'string', maxLength: 9 } },
  required: ['capacity'],
  additionalProperties: false
};

describe('the schema of several types', () => {
  it('is the only one, where there is one', () => {
    expect(new SharedSchema().of([SHOP])).toBe(SHOP);
    expect(new SharedSchema().of([])).toBeUndefined();
  });

  it('holds the properties that all of them describe alike', () => {
    const shared = new SharedSchema().of([SHOP, PLANT])!;

    expect(shared['properties']).toEqual({ capacity: NUMBER });
    expect(shared['required']).toEqual(['capacity']);
    expect(shared['additionalProperties']).toBe(false);
  });

  it('holds no property that refers to something else in each', () => {
    const referring = (type: string) => ({
      properties: { a: { $ref: '#/$defs/a' } },
      $defs: { a: { type } }
    });

    expect(new SharedSchema().of([referring('string'), referring('number')])).toMatchObject({
      properties: {}
    });
    expect(new SharedSchema().of([referring('string'), referring('string')])).toMatchObject({
      properties: { a: { $ref: '#/$defs/a' } }
    });
  });

  it('is the same one as long as the types are', () => {
    const shared = new SharedSchema();

    expect(shared.of([SHOP, PLANT])).toBe(shared.of([SHOP, PLANT]));
  });
});
