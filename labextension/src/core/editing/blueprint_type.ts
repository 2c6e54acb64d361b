import type { BlueprintType } from '../protocol';
import { isObject } from './same';

/** A blueprint type as one may write it: what is left out the server fills in. */
export type NewBlueprintType = Omit<BlueprintType, 'allowed_children' | 'style'> &
  Partial<Pick<BlueprintType, 'allowed_children' | 'style'>>;

/** Tells whether a value has the form of a blueprint type; what its schema says is not looked at. */
export function isBlueprintType(value: unknown): value is NewBlueprintType {
  if (!isPlain(value)) {
    return false;
  }
  const { blueprint_type_id, title, schema, allowed_children, style } = value;
  return (
    isText(blueprint_type_id) &&
    blueprint_type_id !== '' &&
    isLeftOutOr(isText, title) &&
    isLeftOutOr(isPlain, schema) &&
    (allowed_children === null || isLeftOutOr(isListOfText, allowed_children)) &&
    isLeftOutOr(isStyle, style)
  );
}

/** Returns a blueprint type as the server writes it: these two are always there. */
export function asWritten(type: NewBlueprintType): BlueprintType {
  return { ...type, allowed_children: type.allowed_children ?? null, style: type.style ?? {} };
}

function isStyle(value: unknown): boolean {
  return (
    isPlain(value) &&
    ['color', 'icon', 'label_property'].every((field) => isLeftOutOr(isText, value[field]))
  );
}

function isLeftOutOr(is: (value: unknown) => boolean, value: unknown): boolean {
  return value === undefined || is(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isListOfText(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return isObject(value) && !Array.isArray(value);
}
