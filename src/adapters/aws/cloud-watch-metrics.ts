import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { BaselineRequests, RequestSource } from '../../core/health/baseline.ts';
import { measured } from '../../core/health/measured.ts';
import type { Measured } from '../../core/health/measured.ts';
import type { RequestCounts, ResourceUse } from '../../core/health/sample.ts';
import type { SeriesChoice } from '../../core/health/series-choice.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Cohort, Metrics, PastWindow, RequestWindow } from '../../ports/metrics.ts';
import { PortError } from '../../ports/port-error.ts';
import { PERIOD_MS, readMetricData } from './metric-data.ts';
import type { MetricPoint, MetricQuery, MetricTimes } from './metric-data.ts';
import { countsOf, edgeAbove, pastOf } from './target-group-counts.ts';
import type { TargetGroupPoints } from './target-group-counts.ts';

/** Points of a load balancer arrive so late: younger minutes are not asked for. health-gate.md 4.5 (1 to 3 min). */
const LATE_MS = 3 * 60_000;

/** Requests whose youngest point is older than so many minutes before what was asked for are no data. */
const STALE_PERIODS = 3;

const READ_TRIES = 3;

export interface CloudWatchSettings {
  readonly region: string | undefined;
  /** The cluster's name in Container Insights (with enhanced observability); undefined: memory is not asked for here. */
  readonly containerInsights: string | undefined;
}

/**
 * CloudWatch: requests by the target group of an Application Load Balancer, which knows no pods, so that a workload is compared with
 * its own past alone (T2); memory by Container Insights, pod by pod.
 */
export class CloudWatchMetrics implements Metrics {
  readonly name = 'CloudWatch';
  readonly scrapeMs = PERIOD_MS;
  readonly #client: CloudWatchClient;
  readonly #settings: CloudWatchSettings;
  readonly #clock: Clock;

  /** `userAgent`: `drover/1.2.3`. */
  constructor(settings: CloudWatchSettings, clock: Clock, userAgent: string) {
    const [product = 'drover', version = '0'] = userAgent.split('/');
    this.#client = new CloudWatchClient({
      ...(settings.region === undefined ? {} : { region: settings.region }),
      credentials: fromNodeProviderChain(),
      retryMode: 'standard',
      maxAttempts: READ_TRIES,
      customUserAgent: [[product, version]],
    });
    this.#settings = settings;
    this.#clock = clock;
  }

  /** Whether it may be asked: that nothing is known of a metric is an answer, too. */
  async check(): Promise<Measured<string>> {
    const query = { ...targetGroupQuery('RequestCount', 'Sum', {}), dimensions: {} };
    const answer = await this.#read([query], this.#times(PERIOD_MS));
    return answer.kind === 'measured' ? measured('CloudWatch') : answer;
  }

  async find(_cohort: Cohort, choice: SeriesChoice): Promise<Measured<RequestSource>> {
    switch (choice.kind) {
      case 'target-group': {
        const { loadBalancer, targetGroup } = choice;
        const dimensions = { LoadBalancer: loadBalancer, TargetGroup: targetGroup };
        return Promise.resolve(measured({ kind: 'ambient', name: targetGroup, dimensions }));
      }
      case 'known':
        return notOffered('nobody says which target group its requests come through');
      case 'none':
        return notOffered('a person wants that its requests are not judged');
      case 'unreadable':
        return notOffered(choice.why);
      case 'series':
        return notOffered(`${choice.series.total} is a series of Prometheus, and CloudWatch is asked`);
    }
  }

  async past(
    _cohort: Cohort,
    source: RequestSource,
    window: PastWindow,
  ): Promise<Measured<BaselineRequests>> {
    if (source.kind !== 'ambient') return ONLY_TARGET_GROUPS;
    const times = this.#times(window.lengthMs);
    const whole = await this.#read(queriesOf(source.dimensions, undefined), times);
    if (whole.kind !== 'measured') return whole;
    const edge = edgeAbove(pointsOf(whole.value));
    const told = edge === undefined ? whole : await this.#read(queriesOf(source.dimensions, edge), times);
    if (told.kind !== 'measured') return told;
    return measured(pastOf(pointsOf(told.value), window, edge));
  }

  async counts(
    _cohort: Cohort,
    source: RequestSource,
    { lengthMs, slowAboveSeconds }: RequestWindow,
  ): Promise<Measured<RequestCounts>> {
    if (source.kind !== 'ambient') return ONLY_TARGET_GROUPS;
    const times = this.#times(lengthMs);
    const told = await this.#read(queriesOf(source.dimensions, slowAboveSeconds), times);
    if (told.kind !== 'measured') return told;
    const points = pointsOf(told.value);
    const last = points.requests.at(-1)?.at;
    if (last === undefined) return { kind: 'no-data', why: 'its target group had no requests' };
    // The youngest minute that was asked for begins one period before the end.
    const ageMs = times.to - PERIOD_MS - last;
    if (ageMs >= STALE_PERIODS * PERIOD_MS)
      return { kind: 'no-data', why: `its last point is ${Math.round((ageMs + LATE_MS) / 1_000)} s old` };
    return measured(countsOf(points));
  }

  async use({ workload, namespace, pods }: Cohort, lengthMs: number): Promise<Measured<ResourceUse>> {
    const { containerInsights } = this.#settings;
    if (containerInsights === undefined)
      return { kind: 'not-offered', why: 'Container Insights is not configured' };
    const name = workload.split('/').at(-1) ?? '';
    const told = await this.#read(
      pods.map((pod) => ({
        namespace: 'ContainerInsights',
        metric: 'pod_memory_utilization_over_pod_limit',
        dimensions: { ClusterName: containerInsights, FullPodName: pod, Namespace: namespace, PodName: name },
        stat: 'Maximum',
      })),
      this.#times(lengthMs),
    );
    if (told.kind !== 'measured') return told;
    const last = told.value.flatMap((points) => points.slice(-1)).map(({ value }) => value / 100);
    return last.length === 0
      ? { kind: 'no-data', why: 'Container Insights says nothing of these pods' }
      : measured({ memoryShare: Math.max(...last) });
  }

  close(): void {
    this.#client.destroy();
  }

  async #read(
    queries: readonly MetricQuery[],
    times: MetricTimes,
  ): Promise<Measured<readonly (readonly MetricPoint[])[]>> {
    try {
      return await readMetricData(this.#client, queries, times);
    } catch (error) {
      if (!(error instanceof PortError)) throw error;
      return { kind: 'error', why: error.message };
    }
  }

  /** Whole minutes that have arrived. */
  #times(lengthMs: number): MetricTimes {
    const to = Math.floor((this.#clock.now() - LATE_MS) / PERIOD_MS) * PERIOD_MS;
    return { from: to - Math.max(1, Math.round(lengthMs / PERIOD_MS)) * PERIOD_MS, to };
  }
}

const ONLY_TARGET_GROUPS = { kind: 'not-offered', why: 'it is not asked of CloudWatch' } as const;

async function notOffered(why: string): Promise<Measured<RequestSource>> {
  return Promise.resolve({ kind: 'not-offered', why });
}

function targetGroupQuery(
  metric: string,
  stat: string,
  dimensions: Readonly<Record<string, string>>,
): MetricQuery {
  return { namespace: 'AWS/ApplicationELB', metric, dimensions, stat };
}

/** In the order in which `pointsOf` reads them. */
function queriesOf(
  dimensions: Readonly<Record<string, string>>,
  slowAboveSeconds: number | undefined,
): readonly MetricQuery[] {
  return [
    targetGroupQuery('RequestCount', 'Sum', dimensions),
    targetGroupQuery('HTTPCode_Target_5XX_Count', 'Sum', dimensions),
    targetGroupQuery('TargetResponseTime', 'p99', dimensions),
    ...(slowAboveSeconds === undefined
      ? []
      : [targetGroupQuery('TargetResponseTime', `PR(:${slowAboveSeconds})`, dimensions)]),
  ];
}

function pointsOf([
  requests = [],
  bad = [],
  p99 = [],
  within,
]: readonly (readonly MetricPoint[])[]): TargetGroupPoints {
  return { requests, bad, p99, within };
}
