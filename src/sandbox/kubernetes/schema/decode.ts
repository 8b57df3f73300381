import { canonicalQuantity, QUANTITY_PROBLEM } from './quantity.ts';
import {
  goNameOf,
  structOf,
  type ScalarKind,
  type SchemaField,
  type StructType,
  type TypeExpression,
} from './schema.ts';
import { canonicalMicroTime, canonicalTime, timeProblem } from './timestamps.ts';

/** A value that does not fit its type; the text is that of the server's decoder. */
export class DecodeProblem extends Error {}

interface Place {
  /** The path from the root, `spec.containers[0].name`, for unknown fields. */
  readonly path: string;
  /** The path of field names from the root, without indices, as type errors have it. */
  readonly names: string;
  /** The struct whose field is decoded. */
  readonly owner: string;
  readonly unknown: string[];
}

/**
 * Reads a value as the struct that it should be and writes it as the server would: fields in the order of the type,
 * empty ones left out or written as their type does, quantities and times in their one form. Unknown fields are
 * dropped and their paths, in the order of the body, added to `unknown`.
 */
export function decodeStruct(type: StructType, value: unknown, unknown: string[]): Record<string, unknown> {
  const decoded = readStruct(type, value, { path: '', names: '', owner: type.name, unknown });
  return decoded;
}

function readStruct(type: StructType, value: unknown, place: Place): Record<string, unknown> {
  const source = (value ?? {}) as Record<string, unknown>;
  if (typeof source !== 'object' || Array.isArray(source))
    throw mismatch(source, place, goNameOfStruct(type));
  const read = new Map<string, unknown>();
  for (const key of Object.keys(source)) {
    const field = type.byName.get(key);
    const path = place.path ? `${place.path}.${key}` : key;
    if (!field) {
      place.unknown.push(path);
      continue;
    }
    const names = place.names ? `${place.names}.${key}` : key;
    read.set(
      key,
      readValue(field.type, source[key], { path, names, owner: type.name, unknown: place.unknown }),
    );
  }
  const written: Record<string, unknown> = {};
  for (const field of type.fields) {
    const [isWritten, content] = encoded(field, read.get(field.name));
    if (isWritten) written[field.name] = content;
  }
  return written;
}

function goNameOfStruct(type: StructType): string {
  return type.key.replace(/^.*\//, '');
}

/** undefined stands for Go's zero value. */
function readValue(type: TypeExpression, value: unknown, place: Place): unknown {
  if (value === null || value === undefined) return undefined;
  switch (type.is) {
    case 'pointer':
      return readValue(type.to, value, place) ?? zeroOf(type.to);
    case 'struct': {
      const struct = structOf(type.key);
      if (!struct) throw new Error(`the table has no ${type.key}`);
      return readStruct(struct, value, place);
    }
    case 'list':
      return readList(type.of, value, place, goNameOf(type));
    case 'map':
      return readMap(type.of, value, place, goNameOf(type));
    case 'scalar':
      return readScalar(type.kind, value, place, type);
  }
}

function readList(of: TypeExpression, value: unknown, place: Place, goName: string): unknown {
  if (!Array.isArray(value)) throw mismatch(value, place, goName);
  return value.map(
    (one, index) => readValue(of, one, { ...place, path: `${place.path}[${index}]` }) ?? zeroOf(of),
  );
}

function readMap(of: TypeExpression, value: unknown, place: Place, goName: string): unknown {
  if (typeof value !== 'object' || Array.isArray(value)) throw mismatch(value, place, goName);
  const source = value as Record<string, unknown>;
  const map: Record<string, unknown> = {};
  for (const key of Object.keys(source).sort()) {
    map[key] = readValue(of, source[key], { ...place, path: `${place.path}.${key}` }) ?? zeroOf(of);
  }
  return map;
}

function readScalar(kind: ScalarKind, value: unknown, place: Place, type: TypeExpression): unknown {
  switch (kind) {
    case 'string':
    case 'duration':
      if (typeof value !== 'string') throw mismatch(value, place, goNameOf(type));
      return value;
    case 'bool':
      if (typeof value !== 'boolean') throw mismatch(value, place, goNameOf(type));
      return value;
    case 'int32':
    case 'int64':
      return readInteger(value, kind === 'int32' ? 2 ** 31 : 2 ** 63, place, goNameOf(type));
    case 'float64':
      if (typeof value !== 'number') throw mismatch(value, place, goNameOf(type));
      return value;
    case 'time':
    case 'microTime':
      return readTime(kind, value, place);
    case 'quantity':
      return readQuantity(value);
    case 'intOrString':
      if (typeof value === 'string') return value;
      return readInteger(value, 2 ** 31, { ...place, owner: '', names: '' }, 'int32');
    case 'bytes':
      return readBytes(value, place);
    case 'raw':
      return value;
  }
}

function readInteger(value: unknown, limit: number, place: Place, goName: string): number {
  if (typeof value !== 'number') throw mismatch(value, place, goName);
  if (!Number.isInteger(value) || value >= limit || value < -limit) {
    throw new DecodeProblem(
      `json: cannot unmarshal number ${value} into ${targetText(place)} of type ${goName}`,
    );
  }
  return value;
}

function readTime(kind: 'time' | 'microTime', value: unknown, place: Place): string {
  if (typeof value !== 'string') throw mismatch(value, { ...place, owner: '', names: '' }, 'string');
  const time = kind === 'time' ? canonicalTime(value) : canonicalMicroTime(value);
  if (time === undefined) throw new DecodeProblem(timeProblem(value));
  return time;
}

function readQuantity(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : value;
  const quantity = typeof text === 'string' ? canonicalQuantity(text) : undefined;
  if (quantity === undefined) throw new DecodeProblem(QUANTITY_PROBLEM);
  return quantity;
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function readBytes(value: unknown, place: Place): string {
  if (typeof value !== 'string') throw mismatch(value, place, '[]uint8');
  const text = value.replaceAll(/[\r\n]/g, '');
  if (!BASE64.test(text)) {
    const at = text.search(/[^A-Za-z0-9+/]/);
    throw new DecodeProblem(
      `illegal base64 data at input byte ${at < 0 ? text.length - (text.length % 4) : at}`,
    );
  }
  return text;
}

function mismatch(value: unknown, place: Place, goName: string): DecodeProblem {
  return new DecodeProblem(
    `json: cannot unmarshal ${jsonKind(value)} into ${targetText(place)} of type ${goName}`,
  );
}

function targetText({ owner, names }: Place): string {
  return names ? `Go struct field ${owner}.${names}` : 'Go value';
}

function jsonKind(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value;
}

/** Whether the field is written, and what: Go's rules for empty values. */
function encoded(field: SchemaField, value: unknown): [boolean, unknown] {
  const { type, omitEmpty } = field;
  if (value === undefined) {
    if (type.is === 'pointer' || type.is === 'list' || type.is === 'map') return [!omitEmpty, null];
    if (omitEmpty && !isStructLike(type)) return [false, undefined];
    return [true, zeroOf(type)];
  }
  if (omitEmpty && type.is !== 'pointer' && isEmpty(value, type)) return [false, undefined];
  // An empty list does not survive the store: it is read back as none.
  if ((type.is === 'list' || type.is === 'map') && isEmpty(value, type)) return [true, null];
  return [true, value];
}

/** Go writes structs even if they are empty; times, quantities and int-or-strings are structs. */
function isStructLike(type: TypeExpression): boolean {
  if (type.is === 'struct') return true;
  return type.is === 'scalar' && ['time', 'microTime', 'quantity', 'intOrString'].includes(type.kind);
}

function isEmpty(value: unknown, type: TypeExpression): boolean {
  if (isStructLike(type)) return false;
  if (value === '' || value === 0 || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return type.is === 'map' && Object.keys(value as object).length === 0;
}

function zeroOf(type: TypeExpression): unknown {
  switch (type.is) {
    case 'pointer':
    case 'list':
    case 'map':
      return null;
    case 'struct': {
      const struct = structOf(type.key);
      return struct ? readStruct(struct, {}, { path: '', names: '', owner: struct.name, unknown: [] }) : {};
    }
    case 'scalar':
      return ZEROES[type.kind];
  }
}

const ZEROES: Readonly<Record<ScalarKind, unknown>> = {
  string: '',
  bool: false,
  int32: 0,
  int64: 0,
  float64: 0,
  time: null,
  microTime: null,
  duration: '0s',
  quantity: '0',
  intOrString: 0,
  bytes: null,
  raw: null,
};
