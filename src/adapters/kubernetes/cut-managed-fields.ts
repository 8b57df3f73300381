const KEY = Buffer.from(',"managedFields":[');
const END = ['}]}', '}],'].map((text) => Buffer.from(text));
const CLOSE = 0x5d;

/**
 * An answer of the API server, as bytes of JSON, without the managedFields in it: they are a third of it, and nobody reads
 * them. A quote after a comma can only open a key or a text, so the key is never part of a text: there the quotes are
 * escaped. The end is only looked for, not counted out: a bracket in a text may be taken for it, and then what is left is
 * no JSON. Whoever parses it must be ready to parse the whole instead.
 */
export function cutManagedFields(json: Buffer): Buffer {
  const kept: Buffer[] = [];
  let from = 0;
  for (let at = json.indexOf(KEY); at !== -1; at = json.indexOf(KEY, from)) {
    const end = endOfList(json, at + KEY.length);
    if (end === undefined) break;
    kept.push(json.subarray(from, at));
    from = end;
  }
  if (kept.length === 0) return json;
  kept.push(json.subarray(from));
  return Buffer.concat(kept);
}

/** The place after a bracket that probably closes a list of objects. */
function endOfList(json: Buffer, from: number): number | undefined {
  for (let at = json.indexOf(CLOSE, from); at !== -1; at = json.indexOf(CLOSE, at + 1)) {
    if (END.some((end) => json.compare(end, 0, end.length, at - 1, at - 1 + end.length) === 0)) return at + 1;
  }
  return undefined;
}
