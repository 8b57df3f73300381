import { createInterface } from 'node:readline';
import { placePod } from '../core/placement/place-pod.ts';
import type { PlacementCase } from '../core/placement/placement-case.ts';

/**
 * Reads cases of the scheduler recordings' format, one a line, and writes for each where the pending pod can be placed:
 * `{"id", "feasible": [node names] or null, "unproven": [features]}`. A line that is no case gives `{"id", "error"}`,
 * and the exit status is 1 in the end.
 */
let failed = false;
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  if (line.trim() === '') continue;
  const answer = judge(line);
  failed ||= 'error' in answer;
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
process.exitCode = failed ? 1 : 0;

type Answer =
  | {
      readonly id: unknown;
      readonly feasible: readonly string[] | null;
      readonly unproven: readonly string[];
    }
  | { readonly id: unknown; readonly error: string };

function judge(line: string): Answer {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch (error) {
    return { id: null, error: error instanceof Error ? error.message : String(error) };
  }
  const id = isObject(parsed) ? (parsed['id'] ?? null) : null;
  const problem = problemOf(parsed);
  if (problem) return { id, error: problem };
  try {
    // problemOf vouches for the parts that are looked at without asking.
    const placement = placePod(parsed as PlacementCase);
    return placement.kind === 'proven'
      ? { id, feasible: placement.feasible, unproven: [] }
      : { id, feasible: null, unproven: placement.features };
  } catch (error) {
    return { id, error: `not a case: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function problemOf(parsed: unknown): string | undefined {
  if (!isObject(parsed)) return 'a case is an object';
  for (const list of ['nodes', 'pods']) {
    const items = parsed[list];
    if (!Array.isArray(items)) return `${list} is not a list`;
    if (!items.every(isNamed)) return `a member of ${list} has no metadata.name`;
  }
  const { pods, pending } = parsed;
  if (!isPod(pending)) return 'pending is no pod';
  return Array.isArray(pods) && pods.every(isPod) ? undefined : 'a member of pods has no containers';
}

function isPod(value: unknown): boolean {
  return isNamed(value) && isObject(value['spec']) && Array.isArray(value['spec']['containers']);
}

function isNamed(value: unknown): value is Record<string, unknown> {
  return isObject(value) && isObject(value['metadata']) && typeof value['metadata']['name'] === 'string';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
