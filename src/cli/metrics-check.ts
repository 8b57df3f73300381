import { renderMetricsCheck } from '../core/health/render-metrics-check.ts';
import { renderSurroundings } from '../core/health/render-surroundings.ts';
import { CannotRun, EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import type { Output } from './output.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** `drover metrics check CLUSTER NODE-GROUP`: which series were found, the numbers now, and what will not be judged. */
export async function metricsCheck(
  [cluster, nodeGroup, extra]: readonly string[],
  env: Environment,
  output: Output,
): Promise<ExitCode> {
  if (cluster === undefined || nodeGroup === undefined || extra !== undefined)
    throw new CannotRun('metrics check needs two words: drover metrics check CLUSTER NODE-GROUP');
  // Loaded when needed: an SDK takes longer to load than most commands to run.
  const { inspectMetrics } = await import('../compose/inspect-metrics.ts');
  const checked = await inspectMetrics({ cluster, nodeGroup }, env);
  if (checked.kind === 'unread') throw new CannotRun(`the metrics source does not tell: ${checked.why}`);
  const { baselines, samples, timing, surroundings } = checked;
  const workloads = baselines.map((baseline) =>
    renderMetricsCheck(
      baseline,
      samples.find(({ workload }) => workload === baseline.workload),
      timing,
    ),
  );
  for (const { lines } of workloads) for (const line of lines) output.out(line);
  for (const line of renderSurroundings(surroundings)) output.out(line);
  if (workloads.length === 0) output.out(`No workload has pods on the nodes of ${cluster}/${nodeGroup}.`);
  return workloads.every(({ isWhole }) => isWhole) ? EXIT.ok : EXIT.bad;
}
