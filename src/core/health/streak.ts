/** A run of evaluations that violate something, up to the last one. */
export interface Streak {
  readonly count: number;
  /** The instant of its first evaluation; undefined for an empty one. */
  readonly since: number | undefined;
}

/**
 * How many of the last evaluations in a row say yes. `undefined` says nothing: a source that failed for a moment neither
 * makes an alarm nor ends one.
 */
export function trailingStreak(
  evaluations: readonly { readonly at: number; readonly says: boolean | undefined }[],
): Streak {
  let count = 0;
  let since: number | undefined;
  for (const { at, says } of evaluations.toReversed()) {
    if (says === false) break;
    if (says === undefined) continue;
    count += 1;
    since = at;
  }
  return { count, since };
}
