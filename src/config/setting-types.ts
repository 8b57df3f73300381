import { z } from 'zod';
import { nearestWord } from '../core/nearest-word.ts';
import { parseDuration } from './duration.ts';

/** An object that may have these keys alone. Another key is a problem, with the word that was probably meant. */
export function strict<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? unknownKeys(issue.keys, Object.keys(shape)) : undefined,
  });
}

/** Milliseconds, written as `90s`, `15m` or `1h30m`. */
export const duration = z.union([z.string(), z.number()]).transform((value, context) => {
  const ms = typeof value === 'string' ? parseDuration(value) : undefined;
  if (ms !== undefined) return ms;
  context.addIssue({ code: 'custom', message: 'must be a duration such as 90s, 15m or 1h30m' });
  return z.NEVER;
});

/** The same, and longer than nothing. */
export const timeout = duration.refine((ms) => ms > 0, { error: 'must be longer than 0' });

function unknownKeys(keys: readonly string[], known: readonly string[]): string {
  return keys
    .map((key) => {
      const meant = nearestWord(key, known);
      return meant === undefined
        ? `has no setting "${key}"; its settings are ${known.join(', ')}`
        : `has no setting "${key}"; did you mean "${meant}"?`;
    })
    .join('; ');
}
