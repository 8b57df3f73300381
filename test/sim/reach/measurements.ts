import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Counts } from '../kernel/reach.ts';
import type { Reached } from './judge-reach.ts';

/** Runs on this checkout add up here: one long run says no more than many short ones. */
const FILE = fileURLToPath(new URL('../../../node_modules/.cache/drover/sim-reach.jsonl', import.meta.url));

interface Measured extends Reached {
  /** The first seed: the same seeds count once. */
  readonly start: number;
}

export function keepMeasured(measured: Measured): void {
  mkdirSync(dirname(FILE), { recursive: true });
  appendFileSync(FILE, `${JSON.stringify(measured)}\n`);
}

/** Everything that was measured on this checkout, added up. */
export function allMeasured(): Reached {
  const runs = new Map<number, Measured>();
  for (const line of readLines()) {
    const run = JSON.parse(line) as Measured;
    if ((runs.get(run.start)?.seeds ?? 0) < run.seeds) runs.set(run.start, run);
  }
  const [states, reasons, pairs]: [Counts, Counts, Counts] = [{}, {}, {}];
  let seeds = 0;
  for (const run of runs.values()) {
    seeds += run.seeds;
    addTo(states, run.states);
    addTo(reasons, run.reasons);
    addTo(pairs, run.pairs);
  }
  return { seeds, states, reasons, pairs };
}

function readLines(): readonly string[] {
  try {
    return readFileSync(FILE, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function addTo(sum: Counts, more: Counts): void {
  for (const [name, count] of Object.entries(more)) sum[name] = (sum[name] ?? 0) + count;
}
