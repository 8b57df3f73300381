import type { Clock } from '../../ports/clock.ts';
import type { Cluster } from '../../ports/cluster.ts';
import type { Metrics } from '../../ports/metrics.ts';

/** What it takes to measure workloads. */
export interface GatePorts {
  readonly cluster: Cluster;
  readonly metrics: Metrics;
  readonly clock: Clock;
}
