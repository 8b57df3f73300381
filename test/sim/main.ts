import { commit, startOf } from './cli/commit.ts';
import { failLine } from './cli/fail-line.ts';
import { heatOf } from './cli/heat-of.ts';
import { reachReport } from './cli/reach-report.ts';
import { replay, shrink } from './cli/replay.ts';
import { runMany } from './cli/run-many.ts';
import { parseSimOptions, SIM_HELP } from './cli/sim-options.ts';
import type { SimOptions } from './cli/sim-options.ts';

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
  const start = options.start ?? startOf(hash);
  console.log(`seeds from ${start}, commit ${hash?.slice(0, 7) ?? 'none'}`);
  const tally = await runMany({ options, start, hash, print: (line) => console.log(line) });
  const { seeds, hot, twice, events, simulatedSeconds, failed, states, reasons, pairs } = tally;
  if (options.reach) for (const line of reachReport(tally)) console.log(line);
  console.log(
    `${seeds - hot} mild, ${hot} hot, ${twice} played twice; ${Math.round(simulatedSeconds / 3_600)} simulated hours, ${Math.round(events / 1_000)} thousand events`,
  );
  if (options.json)
    console.log(JSON.stringify({ start, commit: hash, seeds, hot, failed, states, reasons, pairs }));
  return end(seeds, failed.length, begun);
}

function end(seeds: number, broken: number, begun: number): number {
  const perSecond = seeds / ((performance.now() - begun) / 1_000);
  console.log(`${seeds} seeds, ${broken} broken, ${perSecond.toFixed(1)} seeds/s`);
  return broken === 0 && seeds > 0 ? 0 : 1;
}
