import { isTreeObject, type Tree } from './tree.ts';

/** One thing that is wrong with a parameter; the protocol of the service words it. */
export type Complaint = { readonly path: string } & (
  | { readonly kind: 'missing' }
  | {
      readonly kind: 'malformed';
      readonly value: string;
      readonly expected: 'integer' | 'boolean' | 'timestamp' | 'list' | 'structure';
    }
  | { readonly kind: 'constraint'; readonly value: string; readonly constraint: string }
  | { readonly kind: 'unknown' }
);

/** Reads one parameter. What it returns after a complaint is never used. */
export interface Field<T> {
  read(raw: Tree | undefined, path: string, complaints: Complaint[]): T;
}

export type Fields = Readonly<Record<string, Field<unknown>>>;
export type InputOf<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never };

export interface TextLimits {
  readonly min?: number;
  readonly max?: number;
  readonly oneOf?: readonly string[];
  readonly pattern?: RegExp;
}

export function text(limits: TextLimits = {}): Field<string | undefined> {
  return {
    read(raw, path, complaints) {
      if (raw === undefined || raw === null) return undefined;
      const value = shown(raw);
      const constraint = brokenLimit(value, limits);
      if (constraint !== undefined) complaints.push({ kind: 'constraint', path, value, constraint });
      return value;
    },
  };
}

export function integer(
  limits: { readonly min?: number; readonly max?: number } = {},
): Field<number | undefined> {
  return {
    read(raw, path, complaints) {
      if (raw === undefined || raw === null) return undefined;
      const value =
        typeof raw === 'number'
          ? raw
          : typeof raw === 'string' && /^-?\d+$/.test(raw)
            ? Number(raw)
            : undefined;
      if (value === undefined || !Number.isInteger(value)) {
        complaints.push({ kind: 'malformed', path, value: shown(raw), expected: 'integer' });
        return undefined;
      }
      const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = limits;
      if (value < min) complaints.push(tooFar(path, value, `greater than or equal to ${min}`));
      if (value > max) complaints.push(tooFar(path, value, `less than or equal to ${max}`));
      return value;
    },
  };
}

export function flag(): Field<boolean | undefined> {
  return {
    read(raw, path, complaints) {
      if (raw === undefined || raw === null) return undefined;
      if (raw === true || raw === 'true') return true;
      if (raw === false || raw === 'false') return false;
      complaints.push({ kind: 'malformed', path, value: shown(raw), expected: 'boolean' });
      return undefined;
    },
  };
}

/** An instant in epoch milliseconds; ISO text in the query protocols, epoch seconds in JSON. */
export function instant(): Field<number | undefined> {
  return {
    read(raw, path, complaints) {
      if (raw === undefined || raw === null) return undefined;
      const value =
        typeof raw === 'number' ? raw * 1000 : typeof raw === 'string' ? Date.parse(raw) : Number.NaN;
      if (Number.isFinite(value)) return value;
      complaints.push({ kind: 'malformed', path, value: shown(raw), expected: 'timestamp' });
      return undefined;
    },
  };
}

/** A list; left out and empty are both []. The query protocol writes an empty list as ''. */
export function list<T>(
  entry: Field<T | undefined>,
  limits: { readonly max?: number } = {},
): Field<readonly T[]> {
  return {
    read(raw, path, complaints) {
      if (raw === undefined || raw === null || raw === '') return [];
      if (!Array.isArray(raw)) {
        complaints.push({ kind: 'malformed', path, value: shown(raw), expected: 'list' });
        return [];
      }
      if (limits.max !== undefined && raw.length > limits.max) {
        const constraint = `Member must have length less than or equal to ${limits.max}`;
        complaints.push({ kind: 'constraint', path, value: JSON.stringify(raw), constraint });
      }
      return raw.flatMap((item: Tree, index) => {
        const value = entry.read(item, `${path}.${index + 1}`, complaints);
        return value === undefined ? [] : [value];
      });
    },
  };
}

export function structure<F extends Fields>(fields: F): Field<InputOf<F> | undefined> {
  return {
    read(raw, path, complaints) {
      if (raw === undefined || raw === null) return undefined;
      if (!isTreeObject(raw)) {
        complaints.push({ kind: 'malformed', path, value: shown(raw), expected: 'structure' });
        return undefined;
      }
      return readFields(fields, raw, complaints, `${path}.`);
    },
  };
}

export function required<T>(field: Field<T | undefined>): Field<T> {
  return {
    read(raw, path, complaints) {
      const value = field.read(raw, path, complaints);
      const missing = raw === undefined || raw === null || (Array.isArray(value) && value.length === 0);
      if (missing) complaints.push({ kind: 'missing', path });
      // Undefined only beside a complaint, and then nobody sees it.
      return value as T;
    },
  };
}

/** Reads all fields of a structure, and complains of parameters that it does not know. */
export function readFields<F extends Fields>(
  fields: F,
  raw: Tree | undefined,
  complaints: Complaint[],
  prefix = '',
): InputOf<F> {
  const tree = isTreeObject(raw) ? raw : {};
  for (const name of Object.keys(tree))
    if (!(name in fields)) complaints.push({ kind: 'unknown', path: prefix + name });
  const entries = Object.entries(fields).map(([name, field]) => [
    name,
    field.read(tree[name], prefix + name, complaints),
  ]);
  // The entries are those of the fields, in their types.
  return Object.fromEntries(entries) as InputOf<F>;
}

function brokenLimit(value: string, limits: TextLimits): string | undefined {
  if (limits.oneOf && !limits.oneOf.includes(value))
    return `Member must satisfy enum value set: [${limits.oneOf.join(', ')}]`;
  if (limits.min !== undefined && value.length < limits.min)
    return `Member must have length greater than or equal to ${limits.min}`;
  if (limits.max !== undefined && value.length > limits.max)
    return `Member must have length less than or equal to ${limits.max}`;
  if (limits.pattern && !limits.pattern.test(value))
    return `Member must satisfy regular expression pattern: ${limits.pattern.source}`;
  return undefined;
}

function tooFar(path: string, value: number, limit: string): Complaint {
  return { kind: 'constraint', path, value: String(value), constraint: `Member must have value ${limit}` };
}

function shown(raw: Tree | undefined): string {
  return typeof raw === 'object' ? JSON.stringify(raw) : String(raw);
}
