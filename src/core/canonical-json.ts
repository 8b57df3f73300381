/**
 * JSON with exactly one way to write a value (RFC 8785): members sorted by UTF-16 units, no spaces, numbers as
 * ECMAScript writes them. Hashes of plans and audit lines are taken over this text. Members that are undefined are left out, as JSON does.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return textOf(value);
  if (typeof value === 'number') return numberOf(value);
  if (Array.isArray(value)) return `[${value.map((item: unknown) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value === 'object') return objectOf(value);
  throw new TypeError(`a ${typeof value} has no canonical JSON`);
}

function objectOf(value: object): string {
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    // The default order of sort is by UTF-16 units, which is what the RFC asks for.
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${textOf(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

function textOf(value: string): string {
  if (!value.isWellFormed()) throw new TypeError('text with half a surrogate pair has no canonical JSON');
  return JSON.stringify(value);
}

function numberOf(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`${value} has no canonical JSON`);
  return JSON.stringify(value);
}
