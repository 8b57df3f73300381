import type { PrometheusSettings } from '../../../src/adapters/metrics/prometheus-settings.ts';

/** A Prometheus that anybody may ask, scraping each 15 s. */
export function prometheusSettings(url: string, over: Partial<PrometheusSettings> = {}): PrometheusSettings {
  return {
    url,
    scrapeMs: 15_000,
    labels: { namespace: 'namespace', pod: 'pod', node: 'node' },
    alerts: undefined,
    tenant: undefined,
    login: { kind: 'none' },
    tls: { caFile: undefined, certFile: undefined, keyFile: undefined },
    ...over,
  };
}
