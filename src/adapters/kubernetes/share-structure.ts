/**
 * `value`, with every part that equals the same part of `known` put in its place: pods of one owner are alike in all but
 * a few fields, and then are kept once. `value` is changed where parts of it are shared; `known` never is.
 */
export function shareStructure(known: unknown, value: unknown): unknown {
  if (known === value) return known;
  if (typeof known !== 'object' || typeof value !== 'object' || known === null || value === null)
    return value;
  if (Array.isArray(known) !== Array.isArray(value)) return value;
  return share(known as Fields, value as Fields);
}

/** Objects and lists alike: a list has numbers for fields. */
type Fields = Record<string, unknown>;

function share(known: Fields, value: Fields): Fields {
  let same = 0;
  let fields = 0;
  for (const field in value) {
    fields++;
    const before = known[field];
    const after = shareStructure(before, value[field]);
    if (after === before && before !== undefined) same++;
    value[field] = after;
  }
  if (same !== fields) return value;
  for (const field in known) if (known[field] !== undefined) fields--;
  return fields === 0 ? known : value;
}
