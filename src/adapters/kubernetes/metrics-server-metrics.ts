import type { BaselineRequests, RequestSource } from '../../core/health/baseline.ts';
import { measured } from '../../core/health/measured.ts';
import type { Measured } from '../../core/health/measured.ts';
import type { RequestCounts, ResourceUse } from '../../core/health/sample.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Cohort, Metrics } from '../../ports/metrics.ts';
import { PortError } from '../../ports/port-error.ts';
import type { KubernetesConnection } from './kubernetes-connection.ts';
import { METRICS_API, readPodUsage } from './pod-usage.ts';
import type { ContainerUsage } from './pod-usage.ts';

/** `--metric-resolution` of metrics-server as it is shipped, ms of the cluster's time. */
const RESOLUTION_MS = 15_000;

/** A point older than so many looks is no data, as with every source. */
const STALE_LOOKS = 3;

/** Both cohorts of all workloads of a namespace are asked about at nearly the same moment: real ms that one answer serves them. */
const SHARED_MS = 1_000;

interface Shared {
  readonly at: number;
  readonly answer: Promise<Measured<readonly ContainerUsage[]>>;
}

const NO_REQUESTS = { kind: 'not-offered', why: 'metrics-server knows nothing of requests' } as const;

/** metrics-server: what containers hold of their memory now, and nothing else. CPU alone is never judged. */
export class MetricsServerMetrics implements Metrics {
  readonly name = 'metrics-server';
  readonly scrapeMs = RESOLUTION_MS;
  readonly #connection: KubernetesConnection;
  readonly #clock: Clock;
  readonly #shared = new Map<string, Shared>();

  constructor(connection: KubernetesConnection, clock: Clock) {
    this.#connection = connection;
    this.#clock = clock;
  }

  async check(): Promise<Measured<string>> {
    return this.#ask(async () => {
      await this.#connection.read('get metrics.k8s.io', async (attempt) =>
        (await attempt.get(METRICS_API)).body.dump(),
      );
      return 'metrics-server';
    });
  }

  async find(): Promise<Measured<RequestSource>> {
    return Promise.resolve(NO_REQUESTS);
  }

  async past(): Promise<Measured<BaselineRequests>> {
    return Promise.resolve(NO_REQUESTS);
  }

  async counts(): Promise<Measured<RequestCounts>> {
    return Promise.resolve(NO_REQUESTS);
  }

  async use({ namespace, pods }: Cohort): Promise<Measured<ResourceUse>> {
    const told = await this.#usageIn(namespace);
    if (told.kind !== 'measured') return told;
    const own = told.value.filter(({ pod }) => pods.includes(pod));
    if (own.length === 0)
      return { kind: 'no-data', why: 'metrics-server says nothing of containers with a limit of memory' };
    const ageMs = this.#clock.now() - Math.min(...own.map(({ at }) => at));
    // A time that cannot be read is not young.
    if (!(ageMs < STALE_LOOKS * RESOLUTION_MS))
      return { kind: 'no-data', why: `its last point is ${Math.round(ageMs / 1_000)} s old` };
    return measured({
      memoryShare: Math.max(...own.map(({ memoryBytes, limitBytes }) => memoryBytes / limitBytes)),
    });
  }

  async #usageIn(namespace: string): Promise<Measured<readonly ContainerUsage[]>> {
    const now = performance.now();
    const known = this.#shared.get(namespace);
    if (known && now - known.at < SHARED_MS) return known.answer;
    const answer = this.#ask(async () => readPodUsage(this.#connection, namespace));
    this.#shared.set(namespace, { at: now, answer });
    return answer;
  }

  async #ask<T>(read: () => Promise<T>): Promise<Measured<T>> {
    try {
      return measured(await read());
    } catch (error) {
      return { kind: 'error', why: whyOf(error) };
    }
  }
}

function whyOf(error: unknown): string {
  if (error instanceof PortError && error.kind === 'not-found')
    return 'the cluster has no metrics-server (metrics.k8s.io is not served)';
  return error instanceof Error ? error.message : String(error);
}
