import { baselineRate } from './baseline.ts';
import type { WorkloadBaseline } from './baseline.ts';
import { REQUESTS_MIN } from './gate-rules.ts';
import type { GateTiming } from './gate-timing.ts';
import { isRequired } from './judge-coverage.ts';
import { whyNot } from './measured.ts';
import { percent, secondsWords, tallyWords } from './number-words.ts';
import type { CohortSample, Sample } from './sample.ts';

/** A workload in lines for a person, and whether something of it will not be judged. */
export interface CheckedWorkload {
  readonly lines: readonly string[];
  readonly isWhole: boolean;
}

/** Which series were found, the current numbers of both cohorts, and what will not be judged and why. */
export function renderMetricsCheck(
  baseline: WorkloadBaseline,
  sample: Sample | undefined,
  timing: GateTiming,
): CheckedWorkload {
  const gaps = gapsOf(baseline, sample, timing);
  return {
    lines: [
      `${baseline.workload}: ${seriesWords(baseline)}`,
      ...pastWords(baseline),
      ...(sample?.whole ? [`  all pods       ${requestWords(sample.whole)}`] : []),
      ...(sample
        ? [
            `  patched nodes  ${cohortWords(sample.patched)}${sample.warming > 0 ? `, ${sample.warming} more too young` : ''}`,
            `  other nodes    ${cohortWords(sample.unpatched)}`,
          ]
        : []),
      ...gaps.map((gap) => `  not judged: ${gap}`),
    ],
    isWhole: gaps.length === 0,
  };
}

function seriesWords({ source }: WorkloadBaseline): string {
  switch (source.kind) {
    case 'none':
      return 'no series of requests';
    case 'ambient':
      return source.name;
    case 'series': {
      const { name, total, codeLabel, badCodes, histogram } = source.series;
      const shown = name === total ? total : `${name}, ${total}`;
      return `${shown} by ${codeLabel}=~"${badCodes}"${histogram ? `, durations of ${histogram.bucket}` : ''}`;
    }
  }
}

function pastWords({ requests }: WorkloadBaseline): readonly string[] {
  if (!requests || requests.n <= 0) return [];
  const minutes = Math.round(requests.lengthMs / 60_000);
  const slow = baselineRate(requests, 'slow');
  return [
    `  last ${minutes} min    ${(requests.n / (requests.lengthMs / 1_000)).toFixed(1)} requests/s, errors ${percent(baselineRate(requests, 'errors') ?? 0)}${requests.p99Seconds === undefined ? '' : `, p99 ${secondsWords(requests.p99Seconds)}`}${requests.slowAboveSeconds === undefined || slow === undefined ? '' : `, slower than ${secondsWords(requests.slowAboveSeconds)} ${percent(slow)}`}`,
  ];
}

function cohortWords({ pods, requests, use }: CohortSample): string {
  if (pods === 0) return 'no pods';
  const numbers = requestWords(requests);
  const throttled = use.kind === 'measured' ? use.value.cpu : undefined;
  const cpu = throttled?.periods
    ? `, CPU held back in ${percent(throttled.throttled / throttled.periods)}`
    : '';
  return `${pods} pods, ${numbers}${cpu}`;
}

function requestWords(requests: CohortSample['requests']): string {
  return requests.kind === 'measured'
    ? `errors ${tallyWords({ n: requests.value.n, bad: requests.value.bad })}`
    : requests.why;
}

function gapsOf(
  baseline: WorkloadBaseline,
  sample: Sample | undefined,
  { rateMs }: GateTiming,
): readonly string[] {
  const { source, requests } = baseline;
  if (source.kind === 'none') return [`requests: ${source.why}`];
  const few = `fewer than ${REQUESTS_MIN} requests in ${Math.round(rateMs / 1_000)} s`;
  return [
    ...(isRequired(baseline, 'errors', rateMs) ? [] : [`requests: ${few}`]),
    ...(requests?.slowAboveSeconds === undefined
      ? ['slow requests: no histogram of durations, or a p99 beyond its last edge']
      : []),
    ...(source.kind === 'ambient'
      ? ['patched pods against others: the source knows no pods; all are compared with their own past']
      : []),
    ...(sample?.unpatched.pods === 1 && source.kind !== 'ambient'
      ? ['patched pods against others: it has one pod; it is compared with its own past']
      : []),
    ...useGap(sample),
  ];
}

function useGap(sample: Sample | undefined): readonly string[] {
  const why = sample && sample.unpatched.pods > 0 ? whyNot(sample.unpatched.use) : undefined;
  return why === undefined ? [] : [`CPU and memory: ${why}`];
}
