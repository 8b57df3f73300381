import type { BaselineRequests, RequestSource } from '../../core/health/baseline.ts';
import type { FiringAlert } from '../../core/health/firing-alert.ts';
import type { Measured } from '../../core/health/measured.ts';
import type { NodeUse } from '../../core/health/node-use.ts';
import type { RequestCounts, ResourceUse } from '../../core/health/sample.ts';
import { parseSeriesChoice } from '../../core/health/series-choice.ts';
import type { SeriesChoice } from '../../core/health/series-choice.ts';
import type { Cohort, Metrics, NodeAddress, PastWindow, RequestWindow } from '../../ports/metrics.ts';

/** Who is asked for what. */
export interface MetricsSources {
  readonly requests: Metrics;
  /** What containers use, where another one is asked for that. */
  readonly use?: Metrics;
  /** The configuration's choice of series by workload (`Deployment/shop/cart`); it outweighs the workload's own. */
  readonly choices: Readonly<Record<string, string>>;
}

/** The metrics of a cluster as its configuration puts them together. */
export class ChosenMetrics implements Metrics {
  readonly #sources: MetricsSources;

  constructor(sources: MetricsSources) {
    this.#sources = sources;
  }

  get name(): string {
    const { requests, use } = this.#sources;
    return use ? `${requests.name} and ${use.name}` : requests.name;
  }

  get scrapeMs(): number {
    const { requests, use } = this.#sources;
    return Math.max(requests.scrapeMs, use?.scrapeMs ?? 0);
  }

  async check(): Promise<Measured<string>> {
    const { requests, use } = this.#sources;
    const [one, other] = await Promise.all([requests.check(), use?.check()]);
    return one.kind === 'measured' && other && other.kind !== 'measured' ? other : one;
  }

  async find(cohort: Cohort, choice: SeriesChoice): Promise<Measured<RequestSource>> {
    const configured = this.#sources.choices[cohort.workload];
    return this.#sources.requests.find(
      cohort,
      configured === undefined ? choice : parseSeriesChoice(configured),
    );
  }

  async past(cohort: Cohort, source: RequestSource, window: PastWindow): Promise<Measured<BaselineRequests>> {
    return this.#sources.requests.past(cohort, source, window);
  }

  async counts(
    cohort: Cohort,
    source: RequestSource,
    window: RequestWindow,
  ): Promise<Measured<RequestCounts>> {
    return this.#sources.requests.counts(cohort, source, window);
  }

  async alerts(namespaces: readonly string[]): Promise<Measured<readonly FiringAlert[]>> {
    return this.#sources.requests.alerts?.(namespaces) ?? this.#unknown('alerts');
  }

  async nodes(nodes: readonly NodeAddress[], lengthMs: number): Promise<Measured<readonly NodeUse[]>> {
    return this.#sources.requests.nodes?.(nodes, lengthMs) ?? this.#unknown('nodes');
  }

  #unknown(what: string): { readonly kind: 'not-offered'; readonly why: string } {
    return { kind: 'not-offered', why: `${this.#sources.requests.name} knows no ${what}` };
  }

  async use(cohort: Cohort, lengthMs: number): Promise<Measured<ResourceUse>> {
    const { requests, use } = this.#sources;
    return (use ?? requests).use(cohort, lengthMs);
  }
}
