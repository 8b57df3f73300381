import type { Output } from './tree.ts';

/** A value as the JSON protocols write it: instants as epoch seconds, undefined left out. */
export function jsonOutput(value: Output): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map((item: Output) => jsonOutput(item));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .filter((entry: [string, Output]) => entry[1] !== undefined && entry[1] !== null)
        .map(([key, inner]: [string, Output]) => [key, jsonOutput(inner)]),
    );
  }
  return value;
}
