import type { GateJudgement, GateMetric } from './judgement.ts';

/** Lines of a report at the most. */
const LINES_MAX = 30;

/** Lines about requests that were not compared, added to those of windows before; each is said once. */
export function notJudgedLines(before: readonly string[], { notJudged }: GateJudgement): readonly string[] {
  const lines = notJudged
    .filter(({ metric }) => metric === undefined || metric === 'errors' || metric === 'slow')
    .map(
      ({ workload = 'all workloads', metric, why }) =>
        `${workload}: ${whatOf(metric)} were not judged: ${why}`,
    );
  return [...new Set([...before, ...lines])].slice(0, LINES_MAX);
}

function whatOf(metric: GateMetric | undefined): string {
  if (metric === undefined) return 'requests';
  return metric === 'errors' ? 'errors' : 'slow requests';
}
