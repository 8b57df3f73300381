/** Deep copy of plain data: objects, arrays and values. Several times as quick as a structured clone. */
export function copyPlain<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyPlain) as T;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) copy[key] = copyPlain((value as Record<string, unknown>)[key]);
  return copy as T;
}

/** Makes it an error to change the data, however deep: what is shared must stay as it is. */
export function freezePlain<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) freezePlain(part);
  return value;
}

const KEPT = new WeakSet<object>();

/**
 * A frozen copy, as if written as JSON and read again: keys without a value are dropped. What came from such a copy is
 * shared and not copied anew, since it cannot have changed.
 */
export function keepPlain<T>(value: T): T {
  if (typeof value !== 'object' || value === null || KEPT.has(value)) return value;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value)
    ? value.map(keepPlain)
    : Object.fromEntries(
        Object.entries(value)
          .filter(([, part]) => part !== undefined)
          .map(([key, part]) => [key, keepPlain(part)]),
      );
  KEPT.add(copy);
  return Object.freeze(copy) as T;
}
