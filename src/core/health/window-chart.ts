import type { WorkloadBaseline } from './baseline.ts';
import { rateOf } from './evaluation.ts';
import type { GateRecord } from './gate-record.ts';
import { CONCURRENT_RULES } from './gate-rules.ts';
import { ambientLimit, wholeTally } from './judge-ambient.ts';
import { unpackSample } from './packed-sample.ts';
import { badOf } from './sample.ts';
import type { CohortSample, RequestMetric, Sample } from './sample.ts';

/** A metric of a workload over its window: a column for each look. */
export interface WindowChart {
  readonly workload: string;
  readonly metric: RequestMetric;
  /** Epoch ms of the looks, oldest first. The last one led to the verdict. */
  readonly looks: readonly number[];
  /** Pods on patched nodes and the others, or all together; and the share above which a look counts against the rollout. */
  readonly rows: readonly ChartRow[];
}

export interface ChartRow {
  readonly name: 'patched' | 'others' | 'all' | 'limit';
  /** Shares of bad requests; undefined where there was no number. */
  readonly shares: readonly (number | undefined)[];
}

/** Columns at the most: the newest looks. */
const LOOKS_MAX = 40;

/** Of the workloads and metrics that the reasons of a verdict name, in their order. */
export function chartsOf(record: GateRecord | undefined, reasons: readonly string[]): readonly WindowChart[] {
  if (!record) return [];
  return record.baselines.flatMap((baseline) =>
    (['errors', 'slow'] as const).flatMap((metric) => {
      const reason = reasons.find((one) => names(one, baseline.workload, metric));
      if (reason === undefined) return [];
      return chartOf(record, baseline, metric, reason.includes(' in all, the limit is '));
    }),
  );
}

/** Of the last window, after which no pod is left to compare with: all errors of the workload that had most requests. */
export function quietChart(record: GateRecord | undefined): WindowChart | undefined {
  if (!record) return undefined;
  const requests = ({ workload }: WorkloadBaseline): number =>
    samplesOf(record, workload).reduce((sum, sample) => sum + (wholeTally(sample, 'errors')?.n ?? 0), 0);
  const [busiest] = record.baselines.toSorted((one, other) => requests(other) - requests(one));
  if (!busiest || requests(busiest) === 0) return undefined;
  return chartOf(record, busiest, 'errors', true)[0];
}

function names(reason: string, workload: string, metric: RequestMetric): boolean {
  return reason.includes(`${workload}: ${metric === 'errors' ? 'errors' : 'requests slower'}`);
}

function samplesOf({ samples }: GateRecord, workload: string): readonly Sample[] {
  return samples.filter((packed) => packed[0] === workload).map(unpackSample);
}

function chartOf(
  record: GateRecord,
  baseline: WorkloadBaseline,
  metric: RequestMetric,
  isAmbient: boolean,
): readonly WindowChart[] {
  const { workload } = baseline;
  const own = samplesOf(record, workload).slice(-LOOKS_MAX);
  if (own.length === 0) return [];
  const rows = isAmbient ? ambientRows(own, baseline, metric) : concurrentRows(own, metric);
  return [{ workload, metric, looks: own.map(({ at }) => at), rows }];
}

function concurrentRows(samples: readonly Sample[], metric: RequestMetric): readonly ChartRow[] {
  const others = samples.map(({ unpatched }) => shareOf(unpatched, metric));
  return [
    { name: 'patched', shares: samples.map(({ patched }) => shareOf(patched, metric)) },
    { name: 'others', shares: others },
    { name: 'limit', shares: others.map((share) => (share === undefined ? undefined : limitAbove(share))) },
  ];
}

/** What the share must reach for the rule that halts; it asks for more than that, but this is what can be drawn. */
function limitAbove(others: number): number {
  const rule = CONCURRENT_RULES.find(({ name }) => name === 'F');
  return rule ? Math.max(others + rule.difference, rule.factor * others) : others;
}

function ambientRows(
  samples: readonly Sample[],
  baseline: WorkloadBaseline,
  metric: RequestMetric,
): readonly ChartRow[] {
  const limit = ambientLimit(baseline, metric);
  const shares = samples.map((sample) => {
    const tally = wholeTally(sample, metric);
    return tally && tally.n > 0 ? rateOf(tally) : undefined;
  });
  const known = typeof limit === 'number' ? Math.min(1, limit) : undefined;
  return [
    { name: 'all', shares },
    { name: 'limit', shares: shares.map(() => known) },
  ];
}

function shareOf({ pods, requests }: CohortSample, metric: RequestMetric): number | undefined {
  if (pods === 0 || requests.kind !== 'measured' || requests.value.n <= 0) return undefined;
  const bad = badOf(requests.value, metric);
  return bad === undefined ? undefined : Math.min(1, bad / requests.value.n);
}
