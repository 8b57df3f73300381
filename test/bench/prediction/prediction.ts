import { parseArgs } from 'node:util';
import { SCENARIOS } from '../../../src/sandbox/scenarios/catalogue.ts';
import type { Scenario } from '../../../src/sandbox/scenarios/scenario.ts';
import { predictAndPlay } from './predict-and-play.ts';
import { ERROR_MAX, isNear, printRun, printTable } from './print-runs.ts';
import { addRun, readRuns, type Run, type Case } from './runs.ts';
import { speedFor } from './speed-for.ts';
import { withBootTime, type BootTime } from './with-boot-time.ts';

/**
 * `npm run bench:prediction`: how long a run takes, as drover wrote it down before the start, beside how long the
 * sandbox's run took. Boot times differ and are told to nobody. Fails where the two are further apart than allowed.
 * With `--out FILE` every run is written down as it ends, and one that is there already is not played again.
 */
const { values } = parseArgs({
  options: {
    /** Scenarios by name; all that end well unless said. */
    only: { type: 'string', multiple: true },
    /** How many seeds, and which is the first. */
    seeds: { type: 'string', default: '3' },
    start: { type: 'string', default: '1' },
    /** How many of the boot times below. */
    boots: { type: 'string', default: '3' },
    /** About how many real seconds one run takes at least: the fewer, the more of them is the computer's own time. */
    seconds: { type: 'string', default: '90' },
    /** Runs at once. */
    jobs: { type: 'string', default: '1' },
    out: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
});

const BOOTS: readonly BootTime[] = [
  { joinMs: 25_000, readyMs: 12_000 },
  { joinMs: 90_000, readyMs: 30_000 },
  { joinMs: 10_000, readyMs: 5_000 },
];

interface Ahead extends Case {
  readonly of: Scenario;
  readonly boot: BootTime;
}

const runs: Run[] = [];
const before = values.out === undefined ? [] : readRuns(values.out);
const waiting = cases().filter((one) => {
  const known = before.find((run) => isSame(run, one));
  if (known) runs.push(known);
  return !known;
});
await Promise.all(Array.from({ length: Number(values.jobs) }, playOn));

printTable(runs);
const beyond = runs.filter((run) => !isNear(run)).length;
console.log(`${runs.length} runs played; ${beyond} further off than ${ERROR_MAX * 100} %`);
process.exitCode = runs.length > 0 && beyond === 0 ? 0 : 1;

/** Seed by seed, so that a bench that is interrupted has seen every scenario. */
function cases(): Ahead[] {
  const chosen = SCENARIOS.filter(
    ({ name, expected }) =>
      expected.outcome === 'succeeded' && (values.only === undefined || values.only.includes(name)),
  );
  const seeds = Array.from({ length: Number(values.seeds) }, (_, index) => Number(values.start) + index);
  return seeds.flatMap((seed) =>
    BOOTS.slice(0, Number(values.boots)).flatMap((boot) =>
      chosen.map((of) => ({
        scenario: of.name,
        bootSeconds: (boot.joinMs + boot.readyMs) / 1000,
        seed,
        of,
        boot,
      })),
    ),
  );
}

function isSame(one: Case, other: Case): boolean {
  return one.scenario === other.scenario && one.bootSeconds === other.bootSeconds && one.seed === other.seed;
}

async function playOn(): Promise<void> {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const run = await play(next);
    runs.push(run);
    if (values.out !== undefined) addRun(values.out, run);
    printRun(run, values.verbose);
  }
}

async function play({ scenario, bootSeconds, seed, of, boot }: Ahead): Promise<Run> {
  try {
    const speed = speedFor(of, Number(values.seconds));
    const measured = await predictAndPlay(withBootTime(of, boot), seed, speed);
    return { scenario, bootSeconds, seed, measured };
  } catch (error) {
    return { scenario, bootSeconds, seed, failed: error instanceof Error ? error.message : String(error) };
  }
}
