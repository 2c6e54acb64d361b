import type { OutputUnit, Schema } from '@cfworker/json-schema';
import type { Violation } from '../drafts';

/** Says what one error of the validator means, to somebody who fills in a field. */
export function sentenceOf(error: OutputUnit, schema: Schema): Violation {
  const path = stepsOf(error.instanceLocation);
  const limit = valueAt(schema, error.keywordLocation);
  if (error.keyword === 'required') {
    // It is told of the object; it is missing where the field is.
    const missing = /"(.*)"/s.exec(error.error)?.[1] ?? '';
    return { path: [...path, missing], message: 'Has to be filled in.' };
  }
  return { path, message: SENTENCES.get(error.keyword)?.(text(limit)) ?? error.error };
}

const SENTENCES = new Map<string, (limit: string) => string>([
  ['type', (type) => `Has to be of type ${type}.`],
  ['enum', (choices) => `Has to be one of ${choices}.`],
  ['const', (value) => `Has to be ${value}.`],
  ['minimum', (limit) => `Has to be ${limit} or more.`],
  ['maximum', (limit) => `Has to be ${limit} or less.`],
  ['exclusiveMinimum', (limit) => `Has to be more than ${limit}.`],
  ['exclusiveMaximum', (limit) => `Has to be less than ${limit}.`],
  ['multipleOf', (step) => `Has to be a multiple of ${step}.`],
  ['minLength', (limit) => `Needs at least ${limit} characters.`],
  ['maxLength', (limit) => `May have at most ${limit} characters.`],
  ['minItems', (limit) => `Needs at least ${limit} entries.`],
  ['maxItems', (limit) => `May have at most ${limit} entries.`],
  ['uniqueItems', () => 'May not hold the same entry twice.'],
  ['format', (format) => `Has to be written as ${format}.`],
  ['oneOf', () => 'Has to fit exactly one of the choices.'],
  ['anyOf', () => 'Fits none of the choices.'],
  ['false', () => 'May not be set here.']
]);

function stepsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'));
}

function valueAt(schema: Schema, pointer: string): unknown {
  return stepsOf(pointer).reduce<unknown>(
    (part, step) =>
      typeof part === 'object' && part !== null
        ? (part as Record<string, unknown>)[step]
        : undefined,
    schema
  );
}

function text(value: unknown): string {
  if (Array.isArray(value)) {
    return value.map(text).join(', ');
  }
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
