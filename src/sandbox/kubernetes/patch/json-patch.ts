import { badRequest, unprocessable } from '../answers/api-error.ts';
import { isFields, isSame, type Fields } from '../schema/fields.ts';

/** No patch may have more operations. */
const OPERATIONS_MAX = 10_000;

/** Applies RFC 6902 operations to a copy. Any that does not fit is 422, and nothing is changed. */
export function applyJsonPatch(document: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) {
    const kind = patch === null ? 'null' : typeof patch;
    throw badRequest(
      `error decoding patch: json: cannot unmarshal ${kind} into Go value of type []handlers.jsonPatchOp`,
    );
  }
  if (patch.length > OPERATIONS_MAX)
    throw badRequest(
      `The allowed maximum operations in a JSON patch is ${OPERATIONS_MAX}, got ${patch.length}`,
    );
  let result = structuredClone(document);
  for (const operation of patch) result = applyOne(result, operation);
  return result;
}

function applyOne(document: unknown, operation: unknown): unknown {
  if (!isFields(operation) || typeof operation['path'] !== 'string') throw unprocessable();
  const path = pointerOf(operation['path']);
  switch (operation['op']) {
    case 'add':
      return add(document, path, structuredClone(operation['value']));
    case 'remove':
      return remove(document, path);
    case 'replace':
      read(document, path);
      return add(remove(document, path), path, structuredClone(operation['value']));
    case 'move': {
      const value = read(document, fromOf(operation));
      return add(remove(document, fromOf(operation)), path, value);
    }
    case 'copy':
      return add(document, path, structuredClone(read(document, fromOf(operation))));
    case 'test':
      return tested(document, path, operation['value']);
    default:
      throw unprocessable();
  }
}

function fromOf(operation: Fields): string[] {
  if (typeof operation['from'] !== 'string') throw unprocessable();
  return pointerOf(operation['from']);
}

function pointerOf(text: string): string[] {
  if (text === '') return [];
  if (!text.startsWith('/')) throw unprocessable();
  return text
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function tested(document: unknown, path: readonly string[], expected: unknown): unknown {
  const actual = path.length > 0 && !has(document, path) ? null : read(document, path);
  if (!isSame(sorted(actual), sorted(expected ?? null))) throw unprocessable();
  return document;
}

/** Equality does not depend on the order of keys. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isFields(value)) return value ?? null;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

function has(document: unknown, path: readonly string[]): boolean {
  const parent = read(document, path.slice(0, -1));
  const key = path.at(-1) ?? '';
  if (Array.isArray(parent)) return Number(key) < parent.length;
  return isFields(parent) && Object.hasOwn(parent, key);
}

function read(document: unknown, path: readonly string[]): unknown {
  let value = document;
  for (const key of path) {
    if (Array.isArray(value)) value = value[indexIn(value, key, value.length - 1)];
    else if (isFields(value) && Object.hasOwn(value, key)) value = value[key];
    else throw unprocessable();
  }
  return value;
}

function indexIn(list: readonly unknown[], key: string, last: number): number {
  if (key === '-') return list.length;
  if (!/^(0|[1-9]\d*)$/.test(key) || Number(key) > last) throw unprocessable();
  return Number(key);
}

function add(document: unknown, path: readonly string[], value: unknown): unknown {
  const key = path.at(-1);
  if (key === undefined) return value;
  const parent = read(document, path.slice(0, -1));
  if (Array.isArray(parent)) parent.splice(indexIn(parent, key, parent.length), 0, value ?? null);
  else if (isFields(parent)) parent[key] = value ?? null;
  else throw unprocessable();
  return document;
}

function remove(document: unknown, path: readonly string[]): unknown {
  const key = path.at(-1);
  if (key === undefined || !has(document, path)) throw unprocessable();
  const parent = read(document, path.slice(0, -1));
  if (Array.isArray(parent)) parent.splice(indexIn(parent, key, parent.length - 1), 1);
  else if (isFields(parent)) delete parent[key];
  return document;
}
