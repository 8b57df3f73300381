import type { JsonObject } from '../state/json-object.ts';
import { isJsonObject } from '../state/json-object.ts';
import type { Problem } from './verdict.ts';

/** Looks at one value and adds what is wrong with it. */
export type Check = (value: unknown, pointer: string, found: Problem[]) => void;

/** A field that must be there. */
export type Field = Check & { readonly required?: boolean };

export function must(check: Check): Field {
  return Object.assign((value: unknown, pointer: string, found: Problem[]) => check(value, pointer, found), {
    required: true,
  });
}

/** Characters are counted as code points, as people count them. */
export function characters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

export function string(max: number, min = 0): Check {
  return (value, pointer, found) => {
    if (typeof value !== 'string') {
      found.push({ message: 'must provide a string', pointer });
      return;
    }
    const length = characters(value);
    if (length > max) found.push({ message: `must be less than ${max + 1} characters`, pointer });
    if (length < min) found.push({ message: `must be more than ${min - 1} characters`, pointer });
  };
}

export function number(min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY): Check {
  return (value, pointer, found) => {
    if (typeof value !== 'number') found.push({ message: 'must provide a number', pointer });
    else if (value < min || value > max) {
      found.push({ message: `must be between ${min} and ${max}`, pointer });
    }
  };
}

export const boolean: Check = (value, pointer, found) => {
  if (typeof value !== 'boolean') found.push({ message: 'must provide a boolean', pointer });
};

/** Anything goes: what Slack documents without a rule. */
export const anything: Check = () => undefined;

export function oneOf(...allowed: readonly unknown[]): Check {
  return (value, pointer, found) => {
    if (!allowed.includes(value)) found.push({ message: `must be one of: ${allowed.join(', ')}`, pointer });
  };
}

export function matching(pattern: RegExp, form: string): Check {
  return (value, pointer, found) => {
    if (typeof value !== 'string' || !pattern.test(value)) {
      found.push({ message: `must be in the format ${form}`, pointer });
    }
  };
}

export function list(item: Check, max: number, min = 0): Check {
  return (value, pointer, found) => {
    if (!Array.isArray(value)) {
      found.push({ message: 'must provide an array', pointer });
      return;
    }
    if (value.length > max) found.push({ message: `no more than ${max} items allowed`, pointer });
    if (value.length < min) found.push({ message: `no fewer than ${min} items allowed`, pointer });
    for (const [index, one] of value.entries()) item(one, `${pointer}/${index}`, found);
  };
}

/** Slack refuses fields that it does not know, and answers all that is wrong at once. */
export function object(
  fields: Readonly<Record<string, Field>>,
  also?: (value: JsonObject, pointer: string, found: Problem[]) => void,
): Check {
  return (value, pointer, found) => {
    if (!isJsonObject(value)) {
      found.push({ message: 'must provide an object', pointer });
      return;
    }
    for (const key of Object.keys(value)) {
      if (!Object.hasOwn(fields, key))
        found.push({ message: `invalid additional property: ${key}`, pointer });
    }
    for (const [key, check] of Object.entries(fields)) {
      const field = value[key];
      if (field !== undefined && field !== null) check(field, `${pointer}/${key}`, found);
      else if (check.required) found.push({ message: `missing required field: ${key}`, pointer });
    }
    also?.(value, pointer, found);
  };
}

/** Chooses the check by the value's `type`. */
export function byType(checks: Readonly<Record<string, Check>>): Check {
  return (value, pointer, found) => {
    if (!isJsonObject(value)) {
      found.push({ message: 'must provide an object', pointer });
      return;
    }
    const { type } = value;
    if (type === undefined) found.push({ message: 'missing required field: type', pointer });
    else if (typeof type !== 'string' || !Object.hasOwn(checks, type)) {
      found.push({
        message: `unsupported type: ${JSON.stringify(type)?.replaceAll('"', '')}`,
        pointer: `${pointer}/type`,
      });
    } else checks[type]?.(value, pointer, found);
  };
}

/** One of these fields at least. */
export function either(
  ...keys: readonly string[]
): (value: JsonObject, pointer: string, found: Problem[]) => void {
  return (value, pointer, found) => {
    if (keys.some((key) => value[key] !== undefined && value[key] !== null)) return;
    const names = keys.map((key) => `\`${key}\``).join(' or ');
    found.push({ message: `must define either ${names}`, pointer });
  };
}

/** A part of a table of checks. */
export function only<T>(
  table: Readonly<Record<string, T>>,
  ...names: readonly string[]
): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(table).filter(([name]) => names.includes(name)));
}
