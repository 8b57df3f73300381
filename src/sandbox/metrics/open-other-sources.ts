import type { CloudState } from '../aws/cloud/cloud-state.ts';
import type { WorldClock } from '../clock.ts';
import type { MetricsServer } from '../kubernetes/http/pod-metrics.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { PLACE } from '../scenarios/stage/place-names.ts';
import type { PodMeters } from './pod-meters.ts';
import { reportToCloudWatch } from './report-to-cloud-watch.ts';

interface Parts {
  readonly clock: WorldClock;
  readonly cloud: Pick<CloudState, 'metrics'>;
  readonly meters: Pick<PodMeters, 'pods' | 'nodes'>;
  readonly metricsServer: MetricsServer;
}

/** A pod's CPU is not simulated: what metrics-server says of it is always the same. */
const CPU_NANOCORES = 100_000_000;

/** Where a scenario has metrics, metrics-server and CloudWatch tell of the same pods as Prometheus does. */
export function openOtherSources(
  { hasMetrics = false }: Pick<Scenario, 'hasMetrics'>,
  { clock, cloud, meters, metricsServer }: Parts,
): { stop(): void } {
  if (!hasMetrics) return { stop: () => undefined };
  metricsServer.usage = () =>
    meters.pods().map(({ namespace, name, container, memoryLimit, meter }) => ({
      namespace,
      name,
      container,
      cpuNanocores: CPU_NANOCORES,
      memoryBytes: meter.memoryShare * memoryLimit,
    }));
  metricsServer.nodeUsage = () => meters.nodes();
  const cluster = PLACE.eksCluster;
  const minutes = reportToCloudWatch({ clock, book: cloud.metrics, pods: () => meters.pods(), cluster });
  return { stop: () => minutes.cancel() };
}
