import type { GateRecord } from './gate-record.ts';
import { percent } from './number-words.ts';
import { unpackSample } from './packed-sample.ts';
import { badOf } from './sample.ts';
import type { CohortSample, RequestMetric, Sample } from './sample.ts';

/** A metric of a workload over its window: a column for each look, of pods on patched nodes and of the others. */
export interface WindowChart {
  readonly workload: string;
  readonly metric: RequestMetric;
  /** Epoch ms of the looks, oldest first. */
  readonly looks: readonly number[];
  /** Shares of bad requests; undefined where there was no number. */
  readonly patched: readonly (number | undefined)[];
  readonly unpatched: readonly (number | undefined)[];
}

/** Columns at the most: the newest looks. */
const LOOKS_MAX = 40;

/** Of the workloads and metrics that the reasons of a verdict name, in their order. */
export function chartsOf(record: GateRecord | undefined, reasons: readonly string[]): readonly WindowChart[] {
  if (!record) return [];
  const samples = record.samples.map(unpackSample);
  return record.baselines.flatMap(({ workload }) =>
    (['errors', 'slow'] as const)
      .filter((metric) => reasons.some((reason) => names(reason, workload, metric)))
      .map((metric) => chartOf(samples, workload, metric))
      .filter(({ looks }) => looks.length > 0),
  );
}

function names(reason: string, workload: string, metric: RequestMetric): boolean {
  return reason.includes(`${workload}: ${metric === 'errors' ? 'errors' : 'requests slower'}`);
}

function chartOf(samples: readonly Sample[], workload: string, metric: RequestMetric): WindowChart {
  const own = samples.filter((sample) => sample.workload === workload).slice(-LOOKS_MAX);
  return {
    workload,
    metric,
    looks: own.map(({ at }) => at),
    patched: own.map(({ patched }) => shareOf(patched, metric)),
    unpatched: own.map(({ unpatched }) => shareOf(unpatched, metric)),
  };
}

function shareOf({ pods, requests }: CohortSample, metric: RequestMetric): number | undefined {
  if (pods === 0 || requests.kind !== 'measured' || requests.value.n <= 0) return undefined;
  const bad = badOf(requests.value, metric);
  return bad === undefined ? undefined : Math.min(1, bad / requests.value.n);
}

const COLUMNS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const NOTHING = '·';

/** The chart as lines of text of one width, both rows on one scale that begins at 0. */
export function chartLines({ workload, metric, looks, patched, unpatched }: WindowChart): readonly string[] {
  const top = Math.max(...[...patched, ...unpatched].map((share) => share ?? 0), Number.MIN_VALUE);
  const row = (shares: readonly (number | undefined)[]): string =>
    `${shares.map((share) => columnOf(share, top)).join('')} ${lastOf(shares)}`;
  const minutes = Math.round(((looks.at(-1) ?? 0) - (looks[0] ?? 0)) / 60_000);
  return [
    `${workload}, ${metric === 'errors' ? 'errors' : 'slow requests'}, ${looks.length} looks in ${minutes} min, █ is ${percent(top)}`,
    `patched ${row(patched)}`,
    `others  ${row(unpatched)}`,
  ];
}

function columnOf(share: number | undefined, top: number): string {
  if (share === undefined) return NOTHING;
  return COLUMNS[Math.round((share / top) * (COLUMNS.length - 1))] ?? NOTHING;
}

function lastOf(shares: readonly (number | undefined)[]): string {
  const last = shares.findLast((share) => share !== undefined);
  return last === undefined ? 'no number' : percent(last);
}
