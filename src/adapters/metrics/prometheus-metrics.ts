import type { BaselineRequests, RequestSource } from '../../core/health/baseline.ts';
import { KNOWN_SERIES } from '../../core/health/known-series.ts';
import type { FiringAlert } from '../../core/health/firing-alert.ts';
import { measured } from '../../core/health/measured.ts';
import type { Measured } from '../../core/health/measured.ts';
import type { NodeUse } from '../../core/health/node-use.ts';
import type { RequestSeries } from '../../core/health/request-series.ts';
import type { RequestCounts, ResourceUse } from '../../core/health/sample.ts';
import type { SeriesChoice } from '../../core/health/series-choice.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Cohort, Metrics, NodeAddress, PastWindow, RequestWindow } from '../../ports/metrics.ts';
import { CohortReader } from './cohort-reader.ts';
import { quantile, slowerThan } from './histogram.ts';
import { PrometheusClient } from './prometheus-client.ts';
import type { PrometheusSettings } from './prometheus-settings.ts';
import { bucketPresenceQuery, presenceQuery } from './promql.ts';
import { readAlerts } from './read-alerts.ts';
import { readNodes } from './read-nodes.ts';
import { readPast } from './read-past.ts';
import { oneNumber } from './read-answer.ts';

/** The source's clock and ours may differ by so much. health-gate.md 4.5. */
const SKEW_MAX_SECONDS = 30;

/** A youngest point older than so many scrapes is no data. health-gate.md 4.5. */
const STALE_SCRAPES = 3;

const P99 = 0.99;

/** Prometheus, and what speaks its HTTP API: Thanos, Mimir, Amazon Managed Service for Prometheus. */
export class PrometheusMetrics implements Metrics {
  readonly name = 'Prometheus';
  readonly #client: PrometheusClient;
  readonly #settings: PrometheusSettings;
  readonly #clock: Clock;

  constructor(settings: PrometheusSettings, clock: Clock, userAgent: string) {
    this.#settings = settings;
    this.#clock = clock;
    this.#client = new PrometheusClient(settings, userAgent);
  }

  /** The source runs in real time; in a scaled world its scrapes are as many product seconds apart. */
  get scrapeMs(): number {
    return this.#settings.scrapeMs * this.#clock.scale;
  }

  async check(): Promise<Measured<string>> {
    const one = oneNumber(await this.#client.instant('vector(1)'), NOTHING);
    if (one.kind !== 'measured') return one;
    if (one.value !== 1) return { kind: 'error', why: `it says that 1 is ${one.value}` };
    const time = oneNumber(await this.#client.instant('vector(time())'), NOTHING);
    if (time.kind !== 'measured') return time;
    const skew = Math.abs(time.value - this.#clock.real() / 1_000);
    return skew > SKEW_MAX_SECONDS
      ? { kind: 'error', why: `its clock and ours are ${Math.round(skew)} s apart` }
      : measured(`Prometheus at ${new URL(this.#settings.url).host}`);
  }

  async find(cohort: Cohort, choice: SeriesChoice): Promise<Measured<RequestSource>> {
    if (choice.kind === 'none')
      return { kind: 'not-offered', why: 'a person wants that its requests are not judged' };
    if (choice.kind === 'unreadable') return { kind: 'not-offered', why: choice.why };
    if (choice.kind === 'target-group')
      return { kind: 'not-offered', why: 'its target group is known to CloudWatch, and Prometheus is asked' };
    const candidates = choice.kind === 'series' ? [choice.series] : KNOWN_SERIES;
    const reader = this.#reader(cohort);
    const present = await Promise.all(
      candidates.map(async (series) => reader.sum((pods) => presenceQuery(series, pods))),
    );
    // A source that fails for one of them cannot say that another comes first.
    const failed = present.find(({ kind }) => kind === 'error');
    if (failed?.kind === 'error') return failed;
    const found = candidates.find((_, index) => {
      const answer = present[index];
      return answer?.kind === 'measured' && answer.value > 0;
    });
    if (!found) return { kind: 'not-offered', why: notFound(choice) };
    return this.#withHistogram(reader, found);
  }

  async past(cohort: Cohort, source: RequestSource, window: PastWindow): Promise<Measured<BaselineRequests>> {
    if (source.kind !== 'series') return ONLY_SERIES;
    return readPast(this.#reader(cohort), source.series, window, this.#clock.scale);
  }

  async counts(
    cohort: Cohort,
    source: RequestSource,
    window: RequestWindow,
  ): Promise<Measured<RequestCounts>> {
    if (source.kind !== 'series') return ONLY_SERIES;
    const { series } = source;
    const reader = this.#reader(cohort);
    const rangeMs = this.#ownMs(window.lengthMs);
    const [age, n, bad, histogram] = await Promise.all([
      reader.age(series),
      reader.requests(series, rangeMs),
      reader.requests(series, rangeMs, series.badCodes),
      reader.histogram(series, rangeMs),
    ]);
    if (n.kind !== 'measured') return n;
    if (age.kind !== 'measured') return age;
    const ageMax = (STALE_SCRAPES * this.#settings.scrapeMs) / 1_000;
    if (age.value >= ageMax)
      return { kind: 'no-data', why: `its last point is ${Math.round(age.value)} s old` };
    // Nobody has seen a bad request: a counter that never counted does not exist.
    if (bad.kind === 'error') return bad;
    if (histogram.kind === 'error') return histogram;
    const shown = histogram.kind === 'measured' ? histogram.value : undefined;
    const edge = window.slowAboveSeconds;
    const slow = shown && edge !== undefined ? slowerThan(shown, edge) : noneSlow(n.value, edge, histogram);
    const p99 = shown ? quantile(shown, P99) : undefined;
    return measured({
      n: n.value,
      bad: bad.kind === 'measured' ? bad.value : 0,
      ...(slow === undefined ? {} : { slow }),
      ...(p99 === undefined ? {} : { p99Seconds: p99 }),
    });
  }

  async use(cohort: Cohort, lengthMs: number): Promise<Measured<ResourceUse>> {
    return this.#reader(cohort).use(this.#ownMs(lengthMs));
  }

  async alerts(namespaces: readonly string[]): Promise<Measured<readonly FiringAlert[]>> {
    return readAlerts(this.#client, this.#settings, namespaces, this.#clock.real() / 1_000);
  }

  async nodes(nodes: readonly NodeAddress[], lengthMs: number): Promise<Measured<readonly NodeUse[]>> {
    const asked = {
      client: this.#client,
      at: this.#clock.real() / 1_000,
      rangeMs: this.#ownMs(lengthMs),
    };
    return readNodes(asked, nodes, this.#settings.labels.node);
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  #reader(cohort: Cohort): CohortReader {
    return new CohortReader(this.#client, cohort, this.#settings.labels, this.#clock.real() / 1_000);
  }

  #ownMs(productMs: number): number {
    return Math.max(1, Math.round(productMs / this.#clock.scale));
  }

  async #withHistogram(reader: CohortReader, series: RequestSeries): Promise<Measured<RequestSource>> {
    const { histogram: _, ...bare } = series;
    if (!series.histogram) return measured({ kind: 'series', series });
    const buckets = await reader.sum((pods) => bucketPresenceQuery(series, pods));
    if (buckets.kind === 'error') return buckets;
    return measured({ kind: 'series', series: buckets.kind === 'measured' ? series : bare });
  }
}

const NOTHING: Measured<number> = { kind: 'error', why: 'it answered with nothing' };
const ONLY_SERIES = { kind: 'not-offered', why: 'it is not asked of Prometheus' } as const;

function notFound(choice: SeriesChoice): string {
  return choice.kind === 'series'
    ? `its pods have no series ${choice.series.total} with the label ${choice.series.codeLabel}`
    : 'its pods have none of the series of requests that drover knows';
}

/** No request within the window: none of them was slow. */
function noneSlow(n: number, edge: number | undefined, histogram: Measured<unknown>): number | undefined {
  return edge !== undefined && n === 0 && histogram.kind === 'measured' ? 0 : undefined;
}
