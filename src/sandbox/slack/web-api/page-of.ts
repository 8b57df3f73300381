import type { Arguments } from './arguments.ts';

const PAGE_DEFAULT = 100;
const PAGE_MAX = 1000;

/** The page that `limit` and `cursor` ask for, and the cursor of the next one (empty at the end). */
export function pageOf<T>(
  items: readonly T[],
  args: Arguments,
): { readonly items: readonly T[]; readonly nextCursor: string } | 'invalid_cursor' {
  const limit = Math.min(PAGE_MAX, Math.max(1, args.number('limit', PAGE_DEFAULT)));
  const start = args.has('cursor') && args.text('cursor') !== '' ? offsetOf(args.text('cursor')) : 0;
  if (!Number.isInteger(start) || start < 0 || start > items.length) return 'invalid_cursor';
  const end = start + limit;
  return { items: items.slice(start, end), nextCursor: end < items.length ? cursorOf(end) : '' };
}

function cursorOf(offset: number): string {
  return Buffer.from(`next:${offset}`).toString('base64');
}

function offsetOf(cursor: string): number {
  return Number(/^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString())?.[1] ?? Number.NaN);
}
