import type { BaselineRequests, RequestSource } from '../../../src/core/health/baseline.ts';
import { firingAlertOf } from '../../../src/adapters/metrics/firing-alert-of.ts';
import type { FiringAlert } from '../../../src/core/health/firing-alert.ts';
import { measured } from '../../../src/core/health/measured.ts';
import type { Measured } from '../../../src/core/health/measured.ts';
import type { NodeUse } from '../../../src/core/health/node-use.ts';
import type { RequestCounts, ResourceUse } from '../../../src/core/health/sample.ts';
import type { SeriesChoice } from '../../../src/core/health/series-choice.ts';
import type { Cohort, Metrics, NodeAddress, PastWindow, RequestWindow } from '../../../src/ports/metrics.ts';

/** Requests a second of each pod. */
const RATE = 5;

const SOURCE: RequestSource = {
  kind: 'series',
  series: {
    name: 'http_requests_total',
    total: 'http_requests_total',
    only: {},
    codeLabel: 'code',
    badCodes: '5..',
  },
};

/** Metrics in memory: every pod gets the same, and a test says which fail and when the source is away. */
export class MemoryMetrics implements Metrics {
  readonly name = 'metrics in memory';
  readonly scrapeMs = 15_000;
  /** Why it does not answer; undefined: it does. */
  away: string | undefined;
  /** The share of a pod's requests that fail. */
  errorShare: (pod: string) => Promise<number> = async () => Promise.resolve(0.002);
  readonly asked: Cohort[] = [];
  /** Names of alerts that fire; undefined: nobody wants to know. */
  firing: readonly string[] | undefined;
  /** The share of time that a node's CPU is busy; undefined: this source knows no nodes. */
  busyShare: ((node: string) => Promise<number>) | undefined;

  async check(): Promise<Measured<string>> {
    return this.#answer(() => this.name);
  }

  async find(_cohort: Cohort, choice: SeriesChoice): Promise<Measured<RequestSource>> {
    if (choice.kind === 'none') return Promise.resolve({ kind: 'not-offered', why: 'nobody wants it' });
    return this.#answer(() => SOURCE);
  }

  async past(
    { pods }: Cohort,
    _source: RequestSource,
    window: PastWindow,
  ): Promise<Measured<BaselineRequests>> {
    const n = pods.length * RATE * (window.lengthMs / 1_000);
    return this.#answer(() => ({
      lengthMs: window.lengthMs,
      n,
      bad: n * 0.002,
      worst: { errors: 0.005 },
      windows: Math.floor(window.lengthMs / window.rateMs),
    }));
  }

  async counts(
    cohort: Cohort,
    _source: RequestSource,
    window: RequestWindow,
  ): Promise<Measured<RequestCounts>> {
    this.asked.push(cohort);
    const each = RATE * (window.lengthMs / 1_000);
    const shares = await Promise.all(cohort.pods.map(async (pod) => this.errorShare(pod)));
    const bad = shares.reduce((sum, share) => sum + each * share, 0);
    return this.#answer(() => ({ n: each * shares.length, bad }));
  }

  async use(): Promise<Measured<ResourceUse>> {
    return this.#answer(() => ({ cpu: { periods: 1_000, throttled: 20 }, memoryShare: 0.4 }));
  }

  async alerts(): Promise<Measured<readonly FiringAlert[]>> {
    const { firing } = this;
    if (!firing) return Promise.resolve({ kind: 'not-offered', why: 'nobody wants to know' });
    return this.#answer(() => firing.map((alertname) => firingAlertOf({ alertname }, 'namespace')));
  }

  async nodes(nodes: readonly NodeAddress[]): Promise<Measured<readonly NodeUse[]>> {
    const { busyShare } = this;
    if (!busyShare) return Promise.resolve({ kind: 'not-offered', why: 'this source knows no nodes' });
    const uses = await Promise.all(
      nodes.map(async ({ name }) => ({ node: name, shares: { 'node-cpu': await busyShare(name) } })),
    );
    return this.#answer(() => uses);
  }

  async #answer<T>(make: () => T): Promise<Measured<T>> {
    return Promise.resolve(
      this.away === undefined ? measured(make()) : { kind: 'error' as const, why: this.away },
    );
  }
}
