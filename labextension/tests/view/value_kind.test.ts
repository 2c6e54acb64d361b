import { describe, expect, it } from 'vitest';
import {
  convert,
  kindOf,
  parse,
  write,
  type ValueKind
} from '../../src/view/panels/inspector/value_kind';

describe('a value without a schema', () => {
  it.each([
    ['text', 'Lyon'],
    ['text', ''],
    ['text', 'null'],
    ['number', -1.5e-7],
    ['truth', false],
    ['json', null],
    ['json', ['a', { b: 1 }]]
  ] as [ValueKind, unknown][])('is %s, and is read as it was written: %j', (kind, value) => {
    expect(kindOf(value)).toBe(kind);
    expect(parse(kind, write(kind, value))).toEqual({ value });
  });

  it('says what is wrong with what is no value', () => {
    expect(parse('number', 'many')).toEqual({ problem: 'Write a number, such as 12 or 0.5.' });
    expect(parse('number', ' ')).toHaveProperty('problem');
    expect(parse('json', '{')).toEqual({ problem: expect.stringContaining('not JSON') as string });
  });

  it('becomes one of another kind where that means the same', () => {
    expect(convert('12,5', 'number')).toEqual({ value: 12.5 });
    expect(convert(12, 'text')).toEqual({ value: '12' });
    expect(convert('true', 'truth')).toEqual({ value: true });
    expect(convert('abc', 'number')).toHaveProperty('problem');
  });
});
