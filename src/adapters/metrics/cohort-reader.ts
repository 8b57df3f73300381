import { measured } from '../../core/health/measured.ts';
import type { Measured } from '../../core/health/measured.ts';
import type { RequestSeries } from '../../core/health/request-series.ts';
import type { ResourceUse } from '../../core/health/sample.ts';
import type { Cohort } from '../../ports/metrics.ts';
import { toHistogram } from './histogram.ts';
import type { Histogram } from './histogram.ts';
import type { PrometheusClient } from './prometheus-client.ts';
import {
  ageQuery,
  bucketsQuery,
  containersQuery,
  memoryQuery,
  PODS_A_QUERY_MAX,
  requestsQuery,
} from './promql.ts';
import type { PodLabels, PodSelector } from './promql.ts';
import { oneNumber } from './read-answer.ts';
import type { Series } from './read-answer.ts';

type QueryOf = (pods: PodSelector) => string;

const NO_SERIES = { kind: 'no-data', why: 'there are no such series' } as const;

/** Asks for sums over the pods of one cohort at one instant: where they are many, in several queries that are added up. */
export class CohortReader {
  /** The instant (epoch seconds) that everything is asked about. */
  readonly at: number;
  readonly #client: PrometheusClient;
  readonly #parts: readonly PodSelector[];

  constructor(client: PrometheusClient, { namespace, pods }: Cohort, labels: PodLabels, at: number) {
    this.#client = client;
    this.at = at;
    const unique = [...new Set(pods)];
    this.#parts = Array.from({ length: Math.ceil(unique.length / PODS_A_QUERY_MAX) }, (_, index) => ({
      labels,
      namespace,
      pods: unique.slice(index * PODS_A_QUERY_MAX, (index + 1) * PODS_A_QUERY_MAX),
    }));
  }

  /** One number, added up over all parts that have one; without any, no data. */
  async sum(query: QueryOf): Promise<Measured<number>> {
    return joined(await this.#numbers(query), (values) => values.reduce((sum, value) => sum + value, 0));
  }

  async requests(series: RequestSeries, rangeMs: number, codes?: string): Promise<Measured<number>> {
    return this.sum((pods) => requestsQuery(series, pods, rangeMs, codes));
  }

  /** Seconds since the youngest point of any pod. */
  async age(series: RequestSeries): Promise<Measured<number>> {
    return joined(await this.#numbers((pods) => ageQuery(series, pods)), (values) => Math.min(...values));
  }

  async histogram(series: RequestSeries, rangeMs: number): Promise<Measured<Histogram | undefined>> {
    if (!series.histogram) return measured(undefined);
    const answers = await Promise.all(
      this.#parts.map(async (pods) => this.#client.instant(bucketsQuery(series, pods, rangeMs), this.at)),
    );
    return toHistogram(addUp(answers, 'le'), series.histogram.unitSeconds);
  }

  /** A range query, with the answers of all parts added up by one label. Epoch seconds. */
  async range(
    query: QueryOf,
    times: { readonly from: number; readonly to: number; readonly step: number },
    by?: string,
  ): Promise<Measured<readonly Series[]>> {
    return addUp(
      await Promise.all(this.#parts.map(async (pods) => this.#client.range(query(pods), times))),
      by,
    );
  }

  /** Each part only where the source has it. */
  async use(rangeMs: number): Promise<Measured<ResourceUse>> {
    const [periods, throttled, memory] = await Promise.all([
      this.sum((pods) => containersQuery('container_cpu_cfs_periods_total', pods, rangeMs)),
      this.sum((pods) => containersQuery('container_cpu_cfs_throttled_periods_total', pods, rangeMs)),
      this.#numbers(memoryQuery).then((all) => joined(all, (values) => Math.max(...values))),
    ]);
    for (const one of [periods, throttled, memory]) if (one.kind === 'error') return one;
    const cpu =
      periods.kind === 'measured' && throttled.kind === 'measured'
        ? { cpu: { periods: periods.value, throttled: throttled.value } }
        : {};
    const share = memory.kind === 'measured' ? { memoryShare: memory.value } : {};
    if (!('cpu' in cpu) && !('memoryShare' in share))
      return { kind: 'no-data', why: 'there are no series of its containers' };
    return measured({ ...cpu, ...share });
  }

  async #numbers(query: QueryOf): Promise<readonly Measured<number>[]> {
    return Promise.all(
      this.#parts.map(async (pods) => oneNumber(await this.#client.instant(query(pods), this.at), NO_SERIES)),
    );
  }
}

/** An error of one part is an error of the whole: a part of the truth is none. */
function joined(
  parts: readonly Measured<number>[],
  join: (values: readonly number[]) => number,
): Measured<number> {
  const failed = parts.find(({ kind }) => kind === 'error');
  if (failed) return failed;
  const values = parts.flatMap((part) => (part.kind === 'measured' ? [part.value] : []));
  return values.length === 0 ? NO_SERIES : measured(join(values));
}

/** Series of the same label (or all, where there is none) as one: points of the same instant are added. */
function addUp(answers: readonly Measured<readonly Series[]>[], by?: string): Measured<readonly Series[]> {
  const failed = answers.find(({ kind }) => kind !== 'measured');
  if (failed) return failed;
  const [first, ...others] = answers.flatMap((answer) => (answer.kind === 'measured' ? [answer.value] : []));
  if (!first || others.length === 0) return measured(first ?? []);
  const sums = new Map<string, Map<number, number>>();
  for (const series of [first, ...others].flat()) {
    const key = by === undefined ? '' : (series.labels[by] ?? '');
    const points = sums.get(key) ?? new Map<number, number>();
    for (const { seconds, value } of series.points) points.set(seconds, (points.get(seconds) ?? 0) + value);
    sums.set(key, points);
  }
  return measured(
    [...sums].map(([key, points]) => ({
      labels: by === undefined ? {} : { [by]: key },
      points: [...points].map(([seconds, value]) => ({ seconds, value })),
    })),
  );
}
