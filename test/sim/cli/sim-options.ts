import { parseArgs } from 'node:util';
import { availableParallelism } from 'node:os';
import type { TraceDepth } from '../kernel/trace.ts';
import type { Temper } from './heat-of.ts';

export interface SimOptions {
  readonly help: boolean;
  readonly seeds: number;
  /** The first seed; undefined: derived from the commit. */
  readonly start: number | undefined;
  /** One seed alone, replayed. */
  readonly seed: number | undefined;
  readonly temper: Temper;
  readonly trace: TraceDepth;
  readonly shrink: boolean;
  readonly json: boolean;
  /** Whether to say which states, reasons and pairs of fault and state were never reached. */
  readonly reach: boolean;
  readonly workers: number;
  /** No seed is begun later than so many minutes after the start. */
  readonly minutes: number;
  /** How many broken seeds are told in full; the run ends there. */
  readonly failures: number;
  /** Whether the seeds of regressions.json run first. */
  readonly regressions: boolean;
}

const FLAG = { type: 'boolean', default: false } as const;
const TEXT = { type: 'string' } as const;

/** What was asked for. Throws an Error with a sentence for the person who typed it. */
export function parseSimOptions(argv: readonly string[]): SimOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seeds: TEXT,
      start: TEXT,
      seed: TEXT,
      workers: TEXT,
      minutes: TEXT,
      failures: TEXT,
      hot: FLAG,
      mild: FLAG,
      trace: FLAG,
      calls: FLAG,
      shrink: FLAG,
      json: FLAG,
      reach: FLAG,
      'no-regressions': FLAG,
      help: { ...FLAG, short: 'h' },
    },
    strict: true,
  });
  if (values.hot && values.mild) throw new Error('--hot and --mild exclude each other');
  const seed = values.seed === undefined ? undefined : whole('--seed', values.seed);
  if (seed === undefined && (values.trace || values.calls || values.shrink))
    throw new Error('--trace, --calls and --shrink need a --seed');
  return {
    help: values.help,
    seeds: whole('--seeds', values.seeds ?? '1000'),
    start: values.start === undefined ? undefined : whole('--start', values.start),
    seed,
    temper: values.hot ? 'hot' : values.mild ? 'mild' : 'mixed',
    trace: values.calls ? 'calls' : values.trace ? 'deeds' : 'none',
    shrink: values.shrink,
    json: values.json,
    reach: values.reach,
    workers: whole('--workers', values.workers ?? String(availableParallelism())),
    minutes: whole('--minutes', values.minutes ?? '600'),
    failures: whole('--failures', values.failures ?? '10'),
    regressions: !values['no-regressions'],
  };
}

/** A whole number above zero. Throws an Error with a sentence for the person who typed it. */
export function whole(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new Error(`${name} needs a whole number, not "${text}"`);
  return value;
}

export const SIM_HELP = `Plays the real engine in a simulated world with faults drawn from a seed, and holds all it does to the invariants.

Usage: npm run sim -- [OPTIONS]
  --seeds N         so many seeds (1000)
  --start S         beginning with this one (derived from the commit)
  --mild | --hot    all of them mild, or brutal (every fifth is brutal)
  --minutes M       begin no seed after so many minutes
  --workers N       threads (as many as there are cores)
  --failures N      end after so many broken seeds (10)
  --no-regressions  do not run test/sim/regressions.json first
  --reach           say what was never reached: states, reasons, faults in states
  --json            the outcome as one object on the last line but one
  --seed K          only this seed
    --trace         ... with its timeline
    --calls         ... and every call of a port
    --shrink        ... with the fewest kinds of faults that still break it
  --help

The last line is: N seeds, N broken, N seeds/s. Exit status: 0 nothing broke, 1 something did, 4 it could not be run.`;
