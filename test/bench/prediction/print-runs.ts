import type { Run } from './runs.ts';

/** How far the prediction may be from the run, as a share of the run. */
export const ERROR_MAX = 0.15;

export function isNear(run: Run): boolean {
  return run.measured?.outcome === 'succeeded' && Math.abs(errorOf(run) ?? Infinity) <= ERROR_MAX;
}

export function printRun(run: Run, verbose: boolean): void {
  const label = `${run.scenario}, boot ${run.bootSeconds} s, seed ${run.seed}`;
  const error = errorOf(run);
  if (!run.measured || error === undefined) {
    console.log(`OFF ${label}: ${run.failed ?? 'nothing was measured'}`);
    return;
  }
  const { outcome, prediction, minutes, perNode, untilFirst, speed } = run.measured;
  const { p50, p90 } = prediction.minutes;
  console.log(
    `${isNear(run) ? 'ok ' : 'OFF'} ${label}: ${outcome}, predicted ${p50} min (p90 ${p90}), ` +
      `took ${minutes.toFixed(1)} min, ${percent(error)} (${speed.toFixed(1)} times as fast as the real world)`,
  );
  if (!verbose) return;
  console.log(`    until the first node ${untilFirst} s`);
  const predicted = new Map(prediction.perNode.map(({ node, seconds }) => [node, seconds]));
  for (const { node, seconds, since } of perNode)
    console.log(
      `    ${node}: predicted ${predicted.get(node) ?? '?'} s, took ${seconds} s, ${since} s after the last`,
    );
}

/** A line for each scenario and boot time: the errors of its seeds. */
export function printTable(runs: readonly Run[]): void {
  const rows = Map.groupBy(
    runs,
    ({ scenario, bootSeconds }) => `${scenario.padEnd(22)}${`${bootSeconds} s`.padStart(6)}`,
  );
  console.log(`\n${'scenario'.padEnd(22)}${'boot'.padStart(6)}   error of each seed`);
  for (const [label, row] of [...rows].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    const errors = row.toSorted((one, other) => one.seed - other.seed).map(errorOf);
    console.log(`${label}   ${errors.map((error) => percent(error).padStart(6)).join('')}`);
  }
  const errors = runs.flatMap((run) => errorOf(run) ?? []);
  if (errors.length === 0) return;
  const worst = errors.toSorted((one, other) => Math.abs(other) - Math.abs(one))[0];
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  console.log(`worst error ${percent(worst)}, mean ${percent(mean)}`);
}

function errorOf({ measured }: Run): number | undefined {
  return measured && (measured.prediction.minutes.p50 - measured.minutes) / measured.minutes;
}

function percent(error: number | undefined): string {
  if (error === undefined) return 'none';
  return `${error > 0 ? '+' : ''}${Math.round(error * 100)} %`;
}
