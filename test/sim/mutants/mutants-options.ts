import { parseArgs } from 'node:util';
import { whole } from '../cli/sim-options.ts';
import type { Mutant } from './mutant.ts';
import { MUTANTS } from './mutants.ts';
import { UNPROVEN } from './unproven.ts';

export interface MutantsOptions {
  readonly help: boolean;
  readonly chosen: readonly Mutant[];
  /** The first of the seeds that each is given beside its own. */
  readonly start: number;
  /** So many seeds of each are played, all of them; undefined: until one kills it. */
  readonly measure: number | undefined;
  readonly workers: number;
}

export const MUTANTS_HELP = `Plays mistakes in the engine, one at a time, until the simulation finds each by the invariant that is meant for it.

Usage: npm run sim:mutants -- [OPTIONS]
  --only A,B        those whose names have one of these parts
  --unproven        those of test/sim/mutants/unproven.ts instead
  --start S         beginning with this seed (1), after those that stand with a mutant
  --measure N       play N seeds of each, and say which of them kill it
  --workers N       processes (2)
  --help

Names: ${MUTANTS.map(({ name }) => name).join(', ')}.

The last line is: N mutants, N survived. Exit status: 0 all were killed, 1 one was not, 4 it could not be run.`;

/** Throws an Error with a sentence for the person who typed it. */
export function parseMutantsOptions(argv: readonly string[]): MutantsOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      only: { type: 'string' },
      unproven: { type: 'boolean', default: false },
      start: { type: 'string', default: '1' },
      measure: { type: 'string' },
      workers: { type: 'string', default: '2' },
      help: { type: 'boolean', default: false, short: 'h' },
    },
    strict: true,
  });
  return {
    help: values.help,
    chosen: named(values.unproven ? UNPROVEN : MUTANTS, values.only),
    start: whole('--start', values.start),
    measure: values.measure === undefined ? undefined : whole('--measure', values.measure),
    workers: whole('--workers', values.workers),
  };
}

function named(mutants: readonly Mutant[], only: string | undefined): readonly Mutant[] {
  if (only === undefined) return mutants;
  const parts = only.split(',');
  const unknown = parts.find((part) => !mutants.some(({ name }) => name.includes(part)));
  if (unknown !== undefined) throw new Error(`--only: no mutant's name has "${unknown}" in it`);
  return mutants.filter(({ name }) => parts.some((part) => name.includes(part)));
}
