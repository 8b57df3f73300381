import type { Arguments } from './arguments.ts';

/** Slack's complaint for each of these that is missing; undefined if none is. */
export function missingArguments(
  args: Arguments,
  ...names: readonly string[]
): readonly string[] | undefined {
  const missing = names.filter((name) => !args.has(name) || args.text(name) === '');
  return missing.length === 0 ? undefined : missing.map((name) => `missing required field: ${name}`);
}
