import type { FiringAlert } from '../../core/health/firing-alert.ts';

/** What changes when a pod moves or a node is replaced, and which of two alike evaluators says so. */
const CHANGING = [
  '__name__',
  'alertstate',
  'pod',
  'pod_ip',
  'host_ip',
  'node',
  'instance',
  'uid',
  'id',
  'container_id',
  'device',
  'endpoint',
  'replica',
  'prometheus',
  'prometheus_replica',
];

const SHOWN_MAX = 120;

/** From the labels of a series of Prometheus' `ALERTS`. `namespace`: the label that names one. */
export function firingAlertOf(labels: Readonly<Record<string, string>>, namespace: string): FiringAlert {
  const kept = Object.entries(labels).filter(([label]) => !CHANGING.includes(label));
  const key = kept
    .map(([label, value]) => `${label}=${value}`)
    .toSorted()
    .join(' ');
  const { alertname = 'an alert without a name', severity } = labels;
  const place = labels[namespace];
  const shown = `${alertname}${severity ? ` (${severity})` : ''}${place ? ` in ${place}` : ''}`;
  return { key, shown: shown.slice(0, SHOWN_MAX) };
}
