/** How a value is written in a field of its own. */
export type ValueKind = 'text' | 'number' | 'truth' | 'json';

export const VALUE_KINDS: readonly { kind: ValueKind; title: string }[] = [
  { kind: 'text', title: 'Text' },
  { kind: 'number', title: 'Number' },
  { kind: 'truth', title: 'Yes or no' },
  { kind: 'json', title: 'JSON' }
];

/** What a text stands for, or why it stands for nothing. */
export type Parsed = { readonly value: unknown } | { readonly problem: string };

export function kindOf(value: unknown): ValueKind {
  switch (typeof value) {
    case 'string':
      return 'text';
    case 'number':
      return 'number';
    case 'boolean':
      return 'truth';
    default:
      return value === undefined ? 'text' : 'json';
  }
}

/** Writes a value so that `parse` reads it again. */
export function write(kind: ValueKind, value: unknown): string {
  if (value === undefined) {
    return '';
  }
  return typeof value === 'string' && kind !== 'json' ? value : JSON.stringify(value, undefined, 2);
}

export function parse(kind: ValueKind, text: string): Parsed {
  switch (kind) {
    case 'text':
      return { value: text };
    case 'number':
      return parseNumber(text);
    case 'truth':
      return { value: text === 'true' };
    case 'json':
      return parseJson(text);
  }
}

/** Returns a value as one of another kind, where there is one that means the same. */
export function convert(value: unknown, kind: ValueKind): Parsed {
  if (kind === 'json') {
    return value === undefined ? { problem: 'Write a value as JSON.' } : { value };
  }
  if (kind === 'text') {
    return { value: typeof value === 'string' ? value : write('json', value) };
  }
  if (kind === 'truth') {
    return { value: value === true || value === 'true' || value === 1 };
  }
  return parseNumber(typeof value === 'string' ? value : JSON.stringify(value ?? ''));
}

function parseNumber(text: string): Parsed {
  const value = Number(text.trim().replace(/^(-?\d+),(\d+)$/, '$1.$2'));
  return text.trim() !== '' && Number.isFinite(value)
    ? { value }
    : { problem: 'Write a number, such as 12 or 0.5.' };
}

function parseJson(text: string): Parsed {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    return { problem: `This is not JSON: ${(error as Error).message}` };
  }
}
