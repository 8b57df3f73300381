import type { FiringAlert } from '../../core/health/firing-alert.ts';
import { measured } from '../../core/health/measured.ts';
import type { Measured } from '../../core/health/measured.ts';
import { firingAlertOf } from './firing-alert-of.ts';
import type { PrometheusClient } from './prometheus-client.ts';
import type { PrometheusSettings } from './prometheus-settings.ts';
import { alertsQuery } from './promql.ts';

const NOT_WANTED = {
  kind: 'not-offered',
  why: 'clusters[].metrics.prometheus.alerts is not set',
} as const;

/** What fires now, as Prometheus' own series `ALERTS` says. It knows nothing of silences of an Alertmanager. `at`: epoch seconds. */
export async function readAlerts(
  client: PrometheusClient,
  { alerts, labels }: PrometheusSettings,
  namespaces: readonly string[],
  at: number,
): Promise<Measured<readonly FiringAlert[]>> {
  if (!alerts) return NOT_WANTED;
  const { severities, names } = alerts;
  const label = labels.namespace;
  const queries = [
    ...(severities.length > 0 && namespaces.length > 0
      ? [alertsQuery(alerts, { label, namespaces, severities })]
      : []),
    ...(names.length > 0 ? [alertsQuery(alerts, { names })] : []),
  ];
  const answers = await Promise.all(queries.map(async (query) => client.instant(query, at)));
  const failed = answers.find(({ kind }) => kind !== 'measured');
  if (failed && failed.kind !== 'measured') return failed;
  const series = answers.flatMap((answer) => (answer.kind === 'measured' ? answer.value : []));
  if (series.some(({ points }) => points.at(-1)?.value !== 1))
    return { kind: 'error', why: 'it has an alert that fires with another value than 1' };
  const found = series.map((one) => firingAlertOf(one.labels, label));
  return measured(found.filter(({ key }, index) => found.findIndex((one) => one.key === key) === index));
}
