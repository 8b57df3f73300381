/** An alert that fires, as far as it matters whether it is the same one as before. */
export interface FiringAlert {
  /** Of the same words if it is the same alert, whatever pod or node it is about now. */
  readonly key: string;
  /** `KubePodCrashLooping (critical) in shop`. */
  readonly shown: string;
}

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
export function firingAlert(labels: Readonly<Record<string, string>>, namespace: string): FiringAlert {
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
