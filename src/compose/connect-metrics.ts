import { CloudWatchMetrics } from '../adapters/aws/cloud-watch-metrics.ts';
import type { KubernetesConnection } from '../adapters/kubernetes/kubernetes-connection.ts';
import { MetricsServerMetrics } from '../adapters/kubernetes/metrics-server-metrics.ts';
import { ChosenMetrics } from '../adapters/metrics/chosen-metrics.ts';
import { PrometheusMetrics } from '../adapters/metrics/prometheus-metrics.ts';
import type { MetricsConfig } from '../config/config.ts';
import type { Clock } from '../ports/clock.ts';
import type { Metrics } from '../ports/metrics.ts';

interface Connections {
  readonly connection: KubernetesConnection;
  readonly clock: Clock;
  readonly userAgent: string;
}

/** The metrics of a cluster as its configuration says; undefined where it names no source. */
export function connectMetrics(
  config: MetricsConfig | undefined,
  { connection, clock, userAgent }: Connections,
): { readonly metrics: Metrics; close(): Promise<void> } | undefined {
  if (!config) return undefined;
  const prometheus = config.prometheus && new PrometheusMetrics(config.prometheus, clock, userAgent);
  const cloudWatch = config.cloudWatch && new CloudWatchMetrics(config.cloudWatch, clock, userAgent);
  const server = config.metricsServer ? new MetricsServerMetrics(connection, clock) : undefined;
  const requests = prometheus ?? cloudWatch ?? server;
  if (!requests) return undefined;
  const use = server && requests !== server ? { use: server } : {};
  return {
    metrics: new ChosenMetrics({ requests, ...use, choices: config.workloads }),
    async close() {
      cloudWatch?.close();
      await prometheus?.close();
    },
  };
}
