import { badRequest } from '../answers/api-error.ts';
import { isFields, isSame, scalarText, type Fields } from '../schema/fields.ts';
import {
  structOf,
  targetOf,
  type SchemaField,
  type StructType,
  type TypeExpression,
} from '../schema/schema.ts';

const DIRECTIVE = '$patch';
const RETAIN_KEYS = '$retainKeys';
const DELETE_PRIMITIVES = '$deleteFromPrimitiveList/';
const ELEMENT_ORDER = '$setElementOrder/';

/**
 * Merges a patch by the types of the fields: lists with a merge key are merged by it, others replaced, maps merged,
 * null removes, and the `$` directives are obeyed.
 */
export function applyStrategicMergePatch(type: StructType, document: Fields, patch: Fields): Fields {
  return mergeStruct(type, document, patch);
}

function mergeStruct(type: StructType | undefined, original: Fields, patch: Fields): Fields {
  const directive = patch[DIRECTIVE];
  if (directive === 'replace') return without(patch, [DIRECTIVE]);
  if (directive === 'delete') return {};
  if (directive !== undefined && directive !== 'merge')
    throw badRequest(`Unknown patch type: ${scalarText(directive)}`);
  const retained = patch[RETAIN_KEYS];
  const result = Array.isArray(retained) ? only(original, retained) : { ...original };
  for (const [key, value] of Object.entries(patch)) {
    if (key === DIRECTIVE || key === RETAIN_KEYS || key.startsWith(ELEMENT_ORDER)) continue;
    if (key.startsWith(DELETE_PRIMITIVES)) {
      removePrimitives(result, key.slice(DELETE_PRIMITIVES.length), value);
      continue;
    }
    mergeField(result, key, value, type?.byName.get(key));
  }
  for (const [key, order] of Object.entries(patch)) {
    if (key.startsWith(ELEMENT_ORDER)) reorder(result, key.slice(ELEMENT_ORDER.length), order, type);
  }
  return result;
}

function without(fields: Fields, keys: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !keys.includes(key)));
}

function only(fields: Fields, keys: readonly unknown[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => keys.includes(key)));
}

function removePrimitives(result: Fields, key: string, values: unknown): void {
  const list = result[key];
  if (Array.isArray(list) && Array.isArray(values)) result[key] = list.filter((one) => !values.includes(one));
}

function mergeField(result: Fields, key: string, value: unknown, field: SchemaField | undefined): void {
  if (value === null) {
    delete result[key];
    return;
  }
  const type = field && targetOf(field.type);
  if (isFields(value)) {
    const old = isFields(result[key]) ? result[key] : {};
    const isReplaced = field?.patchStrategy.split(',').includes('replace') ?? false;
    result[key] = isReplaced ? value : mergeObject(type, old, value);
  } else if (Array.isArray(value)) {
    result[key] = mergeList(Array.isArray(result[key]) ? result[key] : [], value, type, field);
  } else {
    result[key] = value;
  }
}

function mergeObject(type: TypeExpression | undefined, original: Fields, patch: Fields): Fields {
  if (type?.is === 'struct') return mergeStruct(structOf(type.key), original, patch);
  if (type?.is === 'map') return mergeMap(type.of, original, patch);
  return mergeStruct(undefined, original, patch);
}

function mergeMap(of: TypeExpression, original: Fields, patch: Fields): Fields {
  if (patch[DIRECTIVE] === 'replace') return without(patch, [DIRECTIVE]);
  if (patch[DIRECTIVE] === 'delete') return {};
  const result = { ...original };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = isFields(value) ? mergeObject(targetOf(of), childFields(result[key]), value) : value;
  }
  return result;
}

function childFields(value: unknown): Fields {
  return isFields(value) ? value : {};
}

function mergeList(
  original: readonly unknown[],
  patch: readonly unknown[],
  type: TypeExpression | undefined,
  field: SchemaField | undefined,
): unknown[] {
  const merges = field?.patchStrategy.split(',').includes('merge') ?? false;
  const items = patch.filter(isFields);
  if (items.some((item) => item[DIRECTIVE] === 'replace'))
    return items
      .filter((item) => item[DIRECTIVE] !== 'replace' || Object.keys(item).length > 1)
      .map((item) => without(item, [DIRECTIVE]));
  if (!merges || type?.is !== 'list') return [...patch];
  const element = targetOf(type.of);
  if (element.is !== 'struct' || !field?.mergeKey) {
    return [...original, ...patch.filter((one) => !original.some((old) => isSame(old, one)))];
  }
  return mergeByKey(original, items, structOf(element.key), field.mergeKey);
}

function mergeByKey(
  original: readonly unknown[],
  patch: readonly Fields[],
  type: StructType | undefined,
  key: string,
): unknown[] {
  const before = original.filter(isFields);
  const deleted = new Set<unknown>();
  const merged: Fields[] = [];
  for (const item of patch) {
    const identity = item[key];
    if (identity === undefined)
      throw badRequest(`map: ${JSON.stringify(item)} does not contain declared merge key: ${key}`);
    if (item[DIRECTIVE] === 'delete') deleted.add(identity);
    else merged.push(mergeStruct(type, before.find((one) => one[key] === identity) ?? {}, item));
  }
  const named = new Set(merged.map((one) => one[key]));
  const others = before.filter((one) => !named.has(one[key]) && !deleted.has(one[key]));
  return interleaved(
    merged,
    others,
    before.map((one) => one[key]),
    key,
  );
}

/** Items of the patch and others keep their old order among each other; new items come before the others. */
function interleaved(patched: Fields[], others: Fields[], order: readonly unknown[], key: string): Fields[] {
  const result: Fields[] = [];
  let next = 0;
  for (const other of others) {
    const place = order.indexOf(other[key]);
    while (next < patched.length && order.indexOf(patched[next]?.[key]) < place)
      result.push(patched[next++] as Fields);
    result.push(other);
  }
  return [...result, ...patched.slice(next)];
}

/** Puts the named elements into the given order; others keep their places behind those they followed. */
function reorder(result: Fields, key: string, order: unknown, type: StructType | undefined): void {
  const list = result[key];
  const mergeKey = type?.byName.get(key)?.mergeKey;
  if (!Array.isArray(list) || !Array.isArray(order)) return;
  const identity = (one: unknown): unknown => (mergeKey && isFields(one) ? one[mergeKey] : one);
  const wanted = order.map(identity);
  const items = list as unknown[];
  const named = wanted.flatMap((id) => items.filter((one) => identity(one) === id));
  const others = items.filter((one) => !wanted.includes(identity(one)));
  result[key] = [...named, ...others];
}

/** Applied objects merge like a strategic patch; the lists in them that have a key keep the items of others. */
export function applyApplied(type: StructType | undefined, document: Fields, applied: Fields): Fields {
  return mergeStruct(type, document, applied);
}
