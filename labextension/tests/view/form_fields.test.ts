import { describe, expect, it } from 'vitest';
import { formFields, type Schema } from '../../src/view/panels/inspector/form_fields';

function ids(properties: Record<string, unknown>, more: Schema = {}): string[] {
  return [...formFields({ type: 'object', properties, ...more }).ids];
}

describe('the properties that a form shows', () => {
  it('are those of which it is clear what they hold', () => {
    expect(
      ids(
        {
          text: { type: 'string' },
          choice: { enum: ['a', 'b'] },
          maybe: { type: ['number', 'null'] },
          list: { type: 'array', items: { type: 'string' } },
          inside: { type: 'object', properties: { x: { type: 'number' } } },
          named: { $ref: '#/$defs/size' },
          anything: {},
          either: { type: ['string', 'number'] },
          pair: { type: 'array' },
          always: true
        },
        { $defs: { size: { type: 'integer' } } }
      )
    ).toEqual(['text', 'choice', 'maybe', 'list', 'inside', 'named']);
  });

  it('do not refer to themselves, for a form of them would never end', () => {
    const tree = { type: 'object', properties: { child: { $ref: '#/$defs/tree' } } };

    expect(
      ids({ tree: { $ref: '#/$defs/tree' }, self: { $ref: '#' } }, { $defs: { tree } })
    ).toEqual([]);
  });

  it('are not so large that a form of them would stop the page', () => {
    const $defs: Record<string, Schema> = { d0: { type: 'string' } };
    for (let level = 1; level < 30; level += 1) {
      const below = { $ref: `#/$defs/d${level - 1}` };
      $defs[`d${level}`] = { type: 'object', properties: { a: below, b: below } };
    }

    expect(ids({ bomb: { $ref: '#/$defs/d6' }, big: { $ref: '#/$defs/d29' } }, { $defs })).toEqual(
      []
    );
  });

  it.each(['toString', 'constructor', 'hasOwnProperty'])('are not called %s', (id) => {
    expect(ids({ [id]: { type: 'string' } })).toEqual([]);
  });

  it('are also those that others bring with them', () => {
    const then = { properties: { reason: { type: 'string' } } };

    expect(ids({ open: { type: 'boolean' } }, { if: {}, then })).toEqual(['open', 'reason']);
  });

  it('are all there are where the schema says so', () => {
    expect(formFields({ additionalProperties: false }).allowsMore).toBe(false);
    expect(formFields({}).allowsMore).toBe(true);
  });
});
