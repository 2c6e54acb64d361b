import { isObject } from './same';

/** A command as it is sent, alone or in a batch. */
export interface CommandData {
  readonly command_type: string;
  readonly arguments: unknown;
}

export function command(command_type: string, args: object): CommandData {
  return { command_type, arguments: args };
}

/** Why nobody can say here what a command will do; the server may know better. */
export class Unforeseeable extends Error {}

/** The property that says where a node stands: `[x, y]`. */
export const POSITION = '_position';

const MAX_COORDINATE = 1e9;
// What the server does not take as a property, since it is dangerous to a browser.
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/** The arguments of a command, which may come from anywhere, field by field. */
export class Arguments {
  private readonly fields: Record<string, unknown>;

  constructor(given: unknown) {
    if (!isObject(given) || Array.isArray(given)) {
      throw new Unforeseeable('the arguments of a command are an object');
    }
    this.fields = given;
  }

  has(field: string): boolean {
    return Object.hasOwn(this.fields, field);
  }

  value(field: string): unknown {
    if (!this.has(field)) {
      throw new Unforeseeable(`${field} is missing`);
    }
    return this.fields[field];
  }

  text(field: string): string {
    const value = this.value(field);
    if (typeof value !== 'string') {
      throw new Unforeseeable(`${field} is not text`);
    }
    return value;
  }

  id(field: string): string {
    const value = this.text(field);
    if (!value) {
      throw new Unforeseeable(`${field} is empty`);
    }
    return value;
  }

  list(field: string): readonly unknown[] {
    const value = this.value(field);
    if (!Array.isArray(value)) {
      throw new Unforeseeable(`${field} is not a list`);
    }
    return value as readonly unknown[];
  }

  object(field: string): Record<string, unknown> {
    const value = this.value(field);
    if (!isObject(value) || Array.isArray(value)) {
      throw new Unforeseeable(`${field} is not an object`);
    }
    return value;
  }

  /** The field `properties` as an event has it: not at all where it was left out. */
  properties(): { properties?: Record<string, unknown> } {
    if (!this.has('properties')) {
      return {};
    }
    const properties = this.object('properties');
    const bad = Object.entries(properties).find(([key, value]) => !isProperty(key, value));
    if (bad) {
      throw new Unforeseeable(`'${bad[0]}' cannot be a property, or not with this value`);
    }
    return { properties };
  }
}

/** Tells whether the server takes a value as a property of that id, schemas and sizes apart. */
export function isProperty(propertyId: string, value: unknown): boolean {
  const isId = propertyId !== '' && !FORBIDDEN.has(propertyId);
  return isId && (propertyId !== POSITION || isPoint(value));
}

function isPoint(value: unknown): boolean {
  const isCoordinate = (one: unknown): boolean =>
    typeof one === 'number' && Math.abs(one) <= MAX_COORDINATE;
  return Array.isArray(value) && value.length === 2 && value.every(isCoordinate);
}
