import { commit, startOfCommit } from './cli/commit.ts';
import { failLine } from './cli/fail-line.ts';
import { heatOf } from './cli/heat-of.ts';
import { replay, shrink } from './cli/replay.ts';
import { runMany } from './cli/run-many.ts';
import { parseSimOptions, SIM_HELP } from './cli/sim-options.ts';
import type { SimOptions } from './cli/sim-options.ts';
import type { Tally } from './cli/tally.ts';
import { excused } from './reach/excused.ts';
import { judgeReach } from './reach/judge-reach.ts';
import { keepMeasured } from './reach/measurements.ts';
import { reachFailures, reachReport } from './reach/reach-report.ts';

/** Runs of fewer seeds are looked at for something else; what they reach is not counted. */
const MEASURED_MIN = 500;

/** `npm run sim`. The last line on stdout is the count. Exit status: 0 nothing broke, 1 something did, 4 it could not be run. */
process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  let options: SimOptions;
  try {
    options = parseSimOptions(argv);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}. See npm run sim -- --help.`);
    return 4;
  }
  if (options.help) {
    console.log(SIM_HELP);
    return 0;
  }
  const hash = commit();
  return options.seed === undefined ? many(options, hash) : one(options, options.seed, hash);
}

async function one(
  { temper, trace, shrink: shrinks }: SimOptions,
  seed: number,
  hash: string | undefined,
): Promise<number> {
  const begun = performance.now();
  const outcome = await replay(seed, heatOf(seed, temper), trace, (line) => console.log(line));
  if (outcome.broken) console.log(failLine({ ...outcome, broken: outcome.broken }, hash));
  if (outcome.broken && shrinks) console.log(`it takes: ${(await shrink(outcome)).join(', ')}`);
  return end(1, outcome.broken ? 1 : 0, begun);
}

async function many(options: SimOptions, hash: string | undefined): Promise<number> {
  const begun = performance.now();
  const start = options.start ?? startOfCommit();
  console.log(`seeds from ${start}, commit ${hash?.slice(0, 7) ?? 'none'}`);
  const tally = await runMany({ options, start, hash, print: (line) => console.log(line) });
  const { seeds, hot, twice, known, events, simulatedSeconds, failed, states, reasons, pairs } = tally;
  const isWhole = options.temper !== 'mixed' || reachIsWhole(options, start, tally);
  console.log(
    `${seeds - hot} mild, ${hot} hot, ${twice} played twice, ${known} that broke once; ${Math.round(simulatedSeconds / 3_600)} simulated hours, ${Math.round(events / 1_000)} thousand events`,
  );
  if (options.json)
    console.log(JSON.stringify({ start, commit: hash, seeds, hot, failed, states, reasons, pairs }));
  const status = end(seeds, failed.length, begun);
  return isWhole ? status : 1;
}

/** Whether everything was reached that should be; says what was not. */
function reachIsWhole({ reach }: SimOptions, start: number, tally: Tally): boolean {
  const { seeds, states, reasons, pairs } = tally;
  const lists = excused();
  if (seeds >= MEASURED_MIN) keepMeasured({ start, seeds, states, reasons, pairs });
  const judged = judgeReach(tally, lists);
  const lines = reach ? reachReport(tally, lists) : [];
  const inVain = judged.excusedInVain.map(
    (name) => `excused in test/sim/reach, and reached all the same: ${name}`,
  );
  const failures = reachFailures(judged);
  for (const line of [...lines, ...inVain, ...failures]) console.log(line);
  return failures.length === 0;
}

function end(seeds: number, broken: number, begun: number): number {
  const perSecond = seeds / ((performance.now() - begun) / 1_000);
  console.log(`${seeds} seeds, ${broken} broken, ${perSecond.toFixed(1)} seeds/s`);
  return broken === 0 && seeds > 0 ? 0 : 1;
}
