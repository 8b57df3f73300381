/** One page of a listing and the token of the next one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

export interface PageRequest<T> {
  /** A token that an earlier page gave, or undefined. */
  readonly token: string | undefined;
  readonly size: number;
  /** A stable, unique key; pages follow its order. */
  readonly key: (item: T) => string;
}

/**
 * A page that starts after the last key of the page before, so that what comes and goes between two pages neither
 * repeats nor hides an item. Undefined: the token was not made here.
 */
export function page<T>(items: readonly T[], request: PageRequest<T>): Page<T> | undefined {
  const { token, size, key } = request;
  const after = token === undefined ? undefined : readToken(token);
  if (token !== undefined && after === undefined) return undefined;
  const sorted = items.toSorted((a, b) => compare(key(a), key(b)));
  const rest = after === undefined ? sorted : sorted.filter((item) => compare(key(item), after) > 0);
  const chosen = rest.slice(0, size);
  const last = chosen.at(-1);
  const more = rest.length > chosen.length && last !== undefined;
  return { items: chosen, next: more ? writeToken(key(last)) : undefined };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function writeToken(key: string): string {
  return Buffer.from(JSON.stringify({ after: key })).toString('base64');
}

function readToken(token: string): string | undefined {
  try {
    const content: unknown = JSON.parse(Buffer.from(token, 'base64').toString('utf8'));
    if (typeof content !== 'object' || content === null || !('after' in content)) return undefined;
    return typeof content.after === 'string' ? content.after : undefined;
  } catch {
    return undefined;
  }
}
