import type { BaselineRequests, RequestSource } from '../core/health/baseline.ts';
import type { FiringAlert } from '../core/health/firing-alert.ts';
import type { Measured } from '../core/health/measured.ts';
import type { NodeUse } from '../core/health/node-use.ts';
import type { RequestCounts, ResourceUse } from '../core/health/sample.ts';
import type { SeriesChoice } from '../core/health/series-choice.ts';

/** Some pods of one workload, by their names. Nothing is ever asked of a namespace as a whole. */
export interface Cohort {
  /** `Deployment/shop/cart`. */
  readonly workload: string;
  readonly namespace: string;
  readonly pods: readonly string[];
}

/** A node by what a source may call it. */
export interface NodeAddress {
  readonly name: string;
  /** Its address within the cluster. */
  readonly address?: string;
}

/** A look back from now. Durations are ms of product time. */
export interface RequestWindow {
  readonly lengthMs: number;
  /** Requests slower than this are counted as slow; undefined: nobody asks. */
  readonly slowAboveSeconds?: number;
}

/** What came before: so far back, in trailing windows of `rateMs`, one each `everyMs`. */
export interface PastWindow {
  readonly lengthMs: number;
  readonly rateMs: number;
  readonly everyMs: number;
}

/**
 * Where numbers about pods come from. Reads alone. What the source cannot say, says wrongly or does not answer is a value,
 * never an error: the judge decides what it means.
 */
export interface Metrics {
  /** What it is called to people: `Prometheus`. */
  readonly name: string;
  /** Product ms between two looks of the source at a pod. */
  readonly scrapeMs: number;
  /** Whether it answers, and tells our time. The value is for people. */
  check(): Promise<Measured<string>>;
  /** The series that tell of these pods' requests: those that were chosen, or the first known ones with data. */
  find(cohort: Cohort, choice: SeriesChoice): Promise<Measured<RequestSource>>;
  /** How the requests of these pods went until now. */
  past(cohort: Cohort, source: RequestSource, window: PastWindow): Promise<Measured<BaselineRequests>>;
  counts(cohort: Cohort, source: RequestSource, window: RequestWindow): Promise<Measured<RequestCounts>>;
  /** What they used of CPU and memory, over so many ms of product time. */
  use(cohort: Cohort, lengthMs: number): Promise<Measured<ResourceUse>>;
  /** Alerts that fire now: those of these namespaces (or of none) that the configuration asks for. A source may know none. */
  alerts?(namespaces: readonly string[]): Promise<Measured<readonly FiringAlert[]>>;
  /** How busy these nodes were, over so many ms of product time. A source may know no nodes. */
  nodes?(nodes: readonly NodeAddress[], lengthMs: number): Promise<Measured<readonly NodeUse[]>>;
}
