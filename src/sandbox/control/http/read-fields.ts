import { ControlError } from './control-error.ts';

/** Reads one value, or throws a ControlError that names it. */
export type Reader<T> = (value: unknown, name: string) => T;

type Shape = Readonly<Record<string, Reader<unknown>>>;
type OptionalKeys<S extends Shape> = {
  [K in keyof S]: undefined extends ReturnType<S[K]> ? K : never;
}[keyof S];
type Fields<S extends Shape> = { readonly [K in Exclude<keyof S, OptionalKeys<S>>]: ReturnType<S[K]> } & {
  readonly [K in OptionalKeys<S>]?: Exclude<ReturnType<S[K]>, undefined>;
};

/** The fields of an object, every one checked; a field that is not in the shape is an error, not passed over. */
export function readFields<S extends Shape>(shape: S, value: unknown, name = 'the body'): Fields<S> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ControlError(400, `${name} must be a JSON object with ${listed(Object.keys(shape))}`);
  for (const key of Object.keys(value)) {
    if (!Object.hasOwn(shape, key))
      throw new ControlError(400, `unknown field ${key} in ${name}; it takes ${listed(Object.keys(shape))}`);
  }
  const given: Readonly<Record<string, unknown>> = { ...value };
  const read = Object.entries(shape).flatMap(([key, reader]) => {
    const field = reader(given[key], key);
    return field === undefined ? [] : [[key, field] as const];
  });
  // Each reader of the shape has vouched for its field, and fields without a value are left out.
  return Object.fromEntries(read) as Fields<S>;
}

export function optional<T>(reader: Reader<T>): Reader<T | undefined> {
  return (value, name) => (value === undefined ? undefined : reader(value, name));
}

/** A text that is not empty. */
export const text: Reader<string> = (value, name) => {
  if (typeof value !== 'string' || value === '')
    throw new ControlError(400, `${name} must be a text that is not empty`);
  return value;
};

export const anyText: Reader<string> = (value, name) => {
  if (typeof value !== 'string') throw new ControlError(400, `${name} must be a text`);
  return value;
};

export const flag: Reader<boolean> = (value, name) => {
  if (typeof value !== 'boolean') throw new ControlError(400, `${name} must be true or false`);
  return value;
};

/** Whatever JSON can say, and nothing at all too. */
export const anything: Reader<unknown> = (value) => value;

export function number(min: number, max: number): Reader<number> {
  return (value, name) => {
    if (typeof value !== 'number' || !Number.isFinite(value) || value < min || value > max)
      throw new ControlError(400, `${name} must be a number from ${min} to ${max}`);
    return value;
  };
}

export function whole(min: number, max: number): Reader<number> {
  const reader = number(min, max);
  return (value, name) => {
    const read = reader(value, name);
    if (!Number.isInteger(read)) throw new ControlError(400, `${name} must be a whole number`);
    return read;
  };
}

export function oneOf<T extends string | boolean>(...allowed: readonly T[]): Reader<T> {
  return (value, name) => {
    const found = allowed.find((one) => one === value);
    if (found === undefined) throw new ControlError(400, `${name} must be one of ${allowed.join(', ')}`);
    return found;
  };
}

/** An object of texts by any name. */
export const texts: Reader<Readonly<Record<string, string>>> = (value, name) => {
  const object = record(value, name);
  for (const [key, one] of Object.entries(object)) {
    if (typeof one !== 'string') throw new ControlError(400, `${name}.${key} must be a text`);
  }
  // Every value was looked at just now.
  return object as Readonly<Record<string, string>>;
};

export const textList: Reader<readonly string[]> = (value, name) => {
  if (!Array.isArray(value)) throw new ControlError(400, `${name} must be a list of texts`);
  return value.map((one: unknown, index) => text(one, `${name}[${index}]`));
};

export const record: Reader<Readonly<Record<string, unknown>>> = (value, name) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ControlError(400, `${name} must be a JSON object`);
  return { ...value };
};

export function nested<S extends Shape>(shape: S): Reader<Fields<S>> {
  return (value, name) => readFields(shape, value, name);
}

function listed(keys: readonly string[]): string {
  return keys.length === 0 ? 'no fields' : keys.join(', ');
}
