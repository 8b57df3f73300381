/**
 * What came of reading one kind of thing. `unread`: we tried and could not, so whatever depends on it is UNKNOWN and
 * never a pass. `skipped`: it was not asked for (no AWS in a command that needs none), which is said as such.
 */
export type Reading<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'unread'; readonly reason: string }
  | { readonly kind: 'skipped'; readonly reason: string };

export function read<T>(value: T): Reading<T> {
  return { kind: 'read', value };
}
