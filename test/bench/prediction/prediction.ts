import { SCENARIOS } from '../../../src/sandbox/scenarios/catalogue.ts';
import type { Scenario } from '../../../src/sandbox/scenarios/scenario.ts';
import { benchOptions } from '../bench-options.ts';
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
const values = benchOptions({
  command: 'npm run bench:prediction',
  about:
    'Plays rollouts with boot times that drover was not told, and holds the time it predicted to the time they took.',
  options: {
    only: {
      kind: 'texts',
      about: 'a scenario by name; more than once for more; all that end well unless said',
    },
    seeds: { kind: 'number', default: 3, about: 'seeds of each' },
    start: { kind: 'number', default: 1, about: 'the first of them' },
    boots: { kind: 'number', default: 3, about: 'how many of the three boot times' },
    seconds: {
      kind: 'number',
      default: 90,
      about: "real seconds a run takes at least: the fewer, the more of it is the computer's own time",
    },
    jobs: { kind: 'number', default: 1, about: 'runs at once' },
    out: { kind: 'text', about: 'a file in which each run is written down; what it has is not played again' },
    verbose: { kind: 'flag', about: 'with the times of each node' },
  },
});
const unknown = values.only.find((name) => !SCENARIOS.some((scenario) => scenario.name === name));
if (unknown !== undefined) {
  console.error(
    `There is no scenario "${unknown}". There are ${SCENARIOS.map(({ name }) => name).join(', ')}.`,
  );
  process.exit(4);
}

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
await Promise.all(Array.from({ length: values.jobs }, playOn));

printTable(runs);
const beyond = runs.filter((run) => !isNear(run)).length;
console.log(`${runs.length} runs played; ${beyond} further off than ${ERROR_MAX * 100} %`);
process.exitCode = runs.length > 0 && beyond === 0 ? 0 : 1;

/** Seed by seed, so that a bench that is interrupted has seen every scenario. */
function cases(): Ahead[] {
  const chosen = SCENARIOS.filter(
    ({ name, expected }) =>
      expected.outcome === 'succeeded' && (values.only.length === 0 || values.only.includes(name)),
  );
  const seeds = Array.from({ length: values.seeds }, (_, index) => values.start + index);
  return seeds.flatMap((seed) =>
    BOOTS.slice(0, values.boots).flatMap((boot) =>
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
    const speed = speedFor(of, values.seconds);
    const measured = await predictAndPlay(withBootTime(of, boot), seed, speed);
    return { scenario, bootSeconds, seed, measured };
  } catch (error) {
    return { scenario, bootSeconds, seed, failed: error instanceof Error ? error.message : String(error) };
  }
}
