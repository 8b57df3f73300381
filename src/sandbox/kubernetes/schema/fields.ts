/** Part of an object, as JSON has it. */
export type Fields = Record<string, unknown>;

/** The object under a key; an empty one that is not attached if there is none. */
export function childOf(parent: unknown, key: string): Fields {
  const value = isFields(parent) ? parent[key] : undefined;
  return isFields(value) ? value : {};
}

/** The object under a key; made if there is none, so that what is set in it stays. */
export function ownChild(parent: Fields, key: string): Fields {
  if (!isFields(parent[key])) parent[key] = {};
  return parent[key] as Fields;
}

/** The objects in the list under a key. */
export function listOf(parent: unknown, key: string): Fields[] {
  const value = isFields(parent) ? parent[key] : undefined;
  return Array.isArray(value) ? value.filter(isFields) : [];
}

export function textOf(parent: unknown, key: string): string {
  const value = isFields(parent) ? parent[key] : undefined;
  return typeof value === 'string' ? value : '';
}

export function numberOf(parent: unknown, key: string): number | undefined {
  const value = isFields(parent) ? parent[key] : undefined;
  return typeof value === 'number' ? value : undefined;
}

export function textsOf(parent: unknown, key: string): string[] {
  const value = isFields(parent) ? parent[key] : undefined;
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** A map of texts, such as labels. */
export function mapOf(parent: unknown, key: string): Record<string, string> {
  return childOf(parent, key) as Record<string, string>;
}

/** A number, a text or a truth value as text; empty for everything else. */
export function scalarText(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** Sets a field that is missing, null or empty. */
export function defaultTo(parent: Fields, key: string, value: unknown): void {
  if (parent[key] === undefined || parent[key] === null || parent[key] === '') parent[key] = value;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Equal as JSON; objects here are written in the order of their type, so texts can be compared. */
export function isSame(left: unknown, right: unknown): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}
