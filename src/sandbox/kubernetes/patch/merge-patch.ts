import { isFields } from '../schema/fields.ts';

/** RFC 7386: objects are merged, null removes, everything else replaces. */
export function applyMergePatch(document: unknown, patch: unknown): unknown {
  if (!isFields(patch)) return patch;
  const result = isFields(document) ? { ...document } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = applyMergePatch(result[key], value);
  }
  return result;
}
