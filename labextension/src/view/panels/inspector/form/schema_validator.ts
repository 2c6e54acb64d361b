import { Validator, type Schema as CheckedSchema } from '@cfworker/json-schema';
import {
  ErrorSchemaBuilder,
  toErrorList,
  type CustomValidator,
  type ErrorSchema,
  type ErrorTransformer,
  type RJSFSchema,
  type RJSFValidationError,
  type UiSchema,
  type ValidationData,
  type ValidatorType
} from '@rjsf/utils';
import type { Violation } from '../drafts';
import { sentenceOf } from './violation_text';

type Draft = '4' | '7' | '2019-09' | '2020-12';

const DRAFTS: readonly [string, Draft][] = [
  ['draft-04', '4'],
  ['draft-07', '7'],
  ['2019-09', '2019-09']
];
/** Their values are data, in which nothing is a keyword. */
const DATA = new Set(['const', 'enum', 'default', 'examples']);
/** They say only that something further inside is wrong, which is told there. */
const OUTER = new Set([
  'properties',
  'items',
  'allOf',
  '$ref',
  'additionalProperties',
  'then',
  'else'
]);

/**
 * Checks values by interpreting their schema, without code made from it: pages may forbid that.
 * Patterns are left to the server. They come from other people, and one that a browser needs
 * minutes for would stop the page.
 */
export class SchemaValidator implements ValidatorType {
  /** Returns what is wrong with a value, and where. */
  violations(schema: RJSFSchema, value: unknown): Violation[] {
    try {
      const checked = withoutPatterns(schema) as CheckedSchema;
      const { errors } = new Validator(checked, draftOf(schema), false).validate(value);
      return errors
        .filter(({ keyword }) => !OUTER.has(keyword))
        .map((error) => sentenceOf(error, checked));
    } catch {
      // Hints are all that this is for; a schema that cannot be read here can be on the server.
      return [];
    }
  }

  isValid(schema: RJSFSchema, formData: unknown, rootSchema: RJSFSchema): boolean {
    const { $defs, definitions, $schema } = rootSchema;
    const whole = { ...schema, $defs, definitions, $schema } as RJSFSchema;
    try {
      const checked = withoutPatterns(whole) as CheckedSchema;
      return new Validator(checked, draftOf(whole)).validate(formData).valid;
    } catch {
      return false;
    }
  }

  rawValidation<Result>(schema: RJSFSchema, formData?: unknown): { errors?: Result[] } {
    return { errors: this.violations(schema, formData) as Result[] };
  }

  validateFormData(
    formData: unknown,
    schema: RJSFSchema,
    _customValidate?: CustomValidator,
    transformErrors?: ErrorTransformer,
    uiSchema?: UiSchema
  ): ValidationData<unknown> {
    const errorSchema = errorSchemaOf(this.violations(schema, formData));
    const errors = toErrorList(errorSchema);
    return { errorSchema, errors: transformErrors?.(errors, uiSchema) ?? errors };
  }

  toErrorList(errorSchema?: ErrorSchema, fieldPath?: string[]): RJSFValidationError[] {
    return toErrorList(errorSchema, fieldPath);
  }
}

/** Puts each violation where the form shows what it is about. */
export function errorSchemaOf(violations: readonly Violation[]): ErrorSchema {
  const builder = new ErrorSchemaBuilder();
  for (const { path, message } of violations) {
    builder.addErrors(message, [...path]);
  }
  return builder.ErrorSchema;
}

function draftOf({ $schema }: RJSFSchema): Draft {
  return DRAFTS.find(([name]) => String($schema).includes(name))?.[1] ?? '2020-12';
}

function withoutPatterns(schema: unknown): unknown {
  if (Array.isArray(schema)) {
    return schema.map(withoutPatterns);
  }
  if (typeof schema !== 'object' || schema === null) {
    return schema;
  }
  const byPattern = 'patternProperties' in schema;
  const kept = Object.entries(schema).filter(
    ([key, part]) =>
      part !== undefined &&
      !(key === 'pattern' && typeof part === 'string') &&
      key !== 'patternProperties' &&
      !(byPattern && key === 'additionalProperties')
  );
  return Object.fromEntries(
    kept.map(([key, part]) => [key, DATA.has(key) ? (part as unknown) : withoutPatterns(part)])
  );
}
