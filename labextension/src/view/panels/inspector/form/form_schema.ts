import type { RJSFSchema, UiSchema } from '@rjsf/utils';
import type { FormProps } from '../form_props';

/** Formats that the form has a field of its own for; others are written as text. */
const FORMATS = new Set(['date', 'date-time', 'time', 'email', 'uri', 'color']);
const DATA = new Set(['const', 'enum', 'examples']);
const LONG_TEXT = 200;

/**
 * Makes a schema ready for the form: without defaults, which would show as if they were set, and
 * without formats that hide or upload.
 */
export function readForm(schema: unknown): RJSFSchema {
  return ready(schema) as RJSFSchema;
}

function ready(part: unknown): unknown {
  if (Array.isArray(part)) {
    return part.map(ready);
  }
  if (typeof part !== 'object' || part === null) {
    return part;
  }
  const kept = Object.entries(part).filter(
    ([key, value]) =>
      !(key === 'default' && !isSchemaOf('default', value, part)) &&
      !(key === 'format' && typeof value === 'string' && !FORMATS.has(value))
  );
  return Object.fromEntries(
    kept.map(([key, value]) => [key, DATA.has(key) ? (value as unknown) : ready(value)])
  );
}

/** Among properties by name, one may be called `default`: then there is no type beside it. */
function isSchemaOf(key: string, value: unknown, around: object): boolean {
  const isSchema = typeof value === 'object' && value !== null && 'type' in value;
  return key in around && isSchema && !('type' in around && typeof around.type === 'string');
}

/** Says how each property is to be shown: its hint, long texts, choices of several. */
export function uiOf(shown: RJSFSchema, { schema, values, fields }: FormProps): UiSchema {
  const original = (schema['properties'] ?? {}) as Record<string, RJSFSchema>;
  const ui = Object.entries(shown.properties ?? {}).map(([propertyId, part]) => {
    const options: UiSchema = {};
    const { default: otherwise } = original[propertyId] ?? {};
    const hint = hintOf(fields.get(propertyId)?.isMixed === true, otherwise);
    if (hint !== undefined) {
      options['ui:placeholder'] = hint;
    }
    const widget = widgetOf(part as RJSFSchema, values[propertyId]);
    if (widget !== undefined) {
      options['ui:widget'] = widget;
    }
    return [propertyId, options] as const;
  });
  return Object.fromEntries(ui);
}

function hintOf(isMixed: boolean, otherwise: unknown): string | undefined {
  if (isMixed) {
    return 'several values';
  }
  return otherwise === undefined || typeof otherwise === 'object'
    ? undefined
    : `not set (${JSON.stringify(otherwise)})`;
}

function widgetOf(
  { type, enum: choices, items, uniqueItems, maxLength, format }: RJSFSchema,
  value: unknown
) {
  const isText = type === 'string' && !choices && !format;
  if (
    isText &&
    ((maxLength ?? 0) > LONG_TEXT || (typeof value === 'string' && value.length > 60))
  ) {
    return 'textarea';
  }
  const isChoice = type === 'array' && uniqueItems && typeof items === 'object' && 'enum' in items;
  return isChoice ? 'checkboxes' : undefined;
}
