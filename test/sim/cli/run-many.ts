import { heatOf } from './heat-of.ts';
import { failLine } from './fail-line.ts';
import { runCrew } from './seed-crew.ts';
import type { SeedTask } from './seed-worker.ts';
import { regressions } from './regressions.ts';
import type { SimOptions } from './sim-options.ts';
import { Tally } from './tally.ts';

/** One seed in so many is played twice. */
const TWICE_EVERY = 50;

/** Whoever waits is told after so many seeds. */
const TOLD_EVERY = 250;

const MINUTE_MS = 60_000;

interface Many {
  readonly options: SimOptions;
  readonly start: number;
  readonly hash: string | undefined;
  readonly print: (line: string) => void;
}

/** Plays the seeds of a run: those that broke before, then fresh ones. */
export async function runMany({ options, start, hash, print }: Many): Promise<Tally> {
  const tally = new Tally();
  const tasks = tasksOf(options, start);
  const begun = performance.now();
  const isOver = (): boolean =>
    tally.failed.length >= options.failures || performance.now() - begun > options.minutes * MINUTE_MS;
  const told = new Set<object>();
  const tell = (): void => {
    for (const failed of tally.failed) {
      if (told.has(failed)) continue;
      told.add(failed);
      print(failLine(failed, hash));
    }
  };
  await runCrew({
    workers: Math.min(options.workers, options.seeds),
    next: () => (isOver() ? undefined : tasks.next().value),
    onReport: (report) => {
      tally.add(report);
      if (tally.seeds > 0 && tally.seeds % TOLD_EVERY === 0) print(`${tally.seeds} seeds so far`);
      tell();
    },
    onLost: (seed, why) => {
      tally.failed.push({
        seed,
        heat: heatOf(seed, options.temper),
        broken: { invariant: 'end', detail: why, at: 0 },
      });
      tell();
    },
  });
  return tally;
}

function* tasksOf(
  { seeds, temper, regressions: first }: SimOptions,
  start: number,
): Generator<SeedTask, undefined> {
  if (first)
    for (const { seed, heat } of regressions()) yield { seed, temper: heat, twice: false, known: true };
  for (let n = 0; n < seeds; n++)
    yield { seed: start + n, temper, twice: n % TWICE_EVERY === 0, known: false };
  return undefined;
}
