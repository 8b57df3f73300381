import { isLabelName, isMetricName } from '../../core/health/request-series.ts';
import type { RequestSeries } from '../../core/health/request-series.ts';
import { PortError } from '../../ports/port-error.ts';
import type { AlertChoice } from './prometheus-settings.ts';

/** Names in one alternation; more pods are asked for in several queries. health-gate.md 4.5. */
export const PODS_A_QUERY_MAX = 100;

/** How the source calls a pod's namespace and name. */
export interface PodLabels {
  readonly namespace: string;
  readonly pod: string;
}

/** Pods that one query asks about. */
export interface PodSelector {
  readonly labels: PodLabels;
  readonly namespace: string;
  readonly pods: readonly string[];
}

/** `sum(increase(...))`: requests of these pods, or those of them whose code matches. `rangeMs`: of the source's own time. */
export function requestsQuery(
  series: RequestSeries,
  pods: PodSelector,
  rangeMs: number,
  codes?: string,
): string {
  const code = codes === undefined ? [] : [matches(series.codeLabel, codes)];
  return `sum(increase(${select(series.total, pods, [...onlyOf(series), ...code])}[${rangeMs}ms]))`;
}

/** Requests of these pods by the upper edge of their duration's bucket. */
export function bucketsQuery(series: RequestSeries, pods: PodSelector, rangeMs: number): string {
  const bucket = series.histogram?.bucket ?? '';
  return `sum by (le) (increase(${select(bucket, pods, onlyOf(series))}[${rangeMs}ms]))`;
}

/** Seconds since the youngest point of these pods. */
export function ageQuery(series: RequestSeries, pods: PodSelector): string {
  return `time() - max(timestamp(${select(series.total, pods, onlyOf(series))}))`;
}

/** How many series of these pods have the code's label. */
export function presenceQuery(series: RequestSeries, pods: PodSelector): string {
  return `count(${select(series.total, pods, [...onlyOf(series), `${labelOf(series.codeLabel)}!=""`])})`;
}

export function bucketPresenceQuery(series: RequestSeries, pods: PodSelector): string {
  return `count(${select(series.histogram?.bucket ?? '', pods, onlyOf(series))})`;
}

/** The sum of a counter of containers, as cAdvisor exposes it. */
export function containersQuery(metric: string, pods: PodSelector, rangeMs: number): string {
  return `sum(increase(${select(metric, pods, ['container!=""'])}[${rangeMs}ms]))`;
}

/** The fullest container's working set over its limit. */
export function memoryQuery(pods: PodSelector): string {
  const { namespace, pod } = pods.labels;
  const by = `${labelOf(namespace)}, ${labelOf(pod)}, container`;
  const used = select('container_memory_working_set_bytes', pods, ['container!=""']);
  const limit = select('kube_pod_container_resource_limits', pods, ['resource="memory"']);
  return `max(max by (${by}) (${used}) / max by (${by}) (${limit}))`;
}

/** Alerts that fire, of one choice: by their severity in some namespaces or in none, or by their names wherever they are. */
export function alertsQuery(
  { ignore, labels }: Pick<AlertChoice, 'ignore' | 'labels'>,
  by: AlertsOf,
): string {
  const wanted =
    'names' in by
      ? [matches('alertname', anyOf(by.names))]
      : [matches(by.label, `${anyOf(by.namespaces)}|`), matches('severity', anyOf(by.severities))];
  const conditions = [
    'alertstate="firing"',
    ...Object.entries(labels).map(([label, value]) => `${labelOf(label)}=${quoted(value)}`),
    `alertname!~${quoted(anyOf([...ALWAYS_FIRING, ...ignore]))}`,
    ...wanted,
  ];
  return `ALERTS{${conditions.join(',')}}`;
}

type AlertsOf =
  | { readonly names: readonly string[] }
  | {
      readonly label: string;
      readonly namespaces: readonly string[];
      readonly severities: readonly string[];
    };

/** They fire to show that alerts work, or that others do. */
const ALWAYS_FIRING = ['Watchdog', 'DeadMansSwitch', 'InfoInhibitor'];

/** The increase of a node exporter's counter by node. `by`: the label that tells the nodes, and an expression of its values. */
export function nodesQuery(
  metric: string,
  by: NodesBy,
  rangeMs: number,
  conditions: readonly string[] = [],
): string {
  if (!isMetricName(metric)) throw refused(`"${metric}" is no name of a metric`);
  const label = labelOf(by.label);
  const selector = [matches(label, by.expression), ...conditions].join(',');
  return `sum by (${label}) (increase(${metric}{${selector}}[${rangeMs}ms]))`;
}

export interface NodesBy {
  readonly label: string;
  readonly expression: string;
}

/** Nodes by their names, in a label made for that. */
export function byNodeLabel(label: string, names: readonly string[]): NodesBy {
  return { label, expression: anyOf(names) };
}

/** Nodes by where they are scraped: `10.0.1.7:9100`, or their name. */
export function byInstance(places: readonly string[]): NodesBy {
  return { label: 'instance', expression: `(${anyOf(places)})(:[0-9]+)?` };
}

/** An alternation of literal texts; of none, it matches nothing that has a name. */
function anyOf(texts: readonly string[]): string {
  if (texts.length === 0 || texts.includes('')) throw refused('a query needs names');
  return texts.map(escaped).join('|');
}

/** Without namespace and pods nothing is asked: the answer would be about somebody else. */
function select(metric: string, pods: PodSelector, conditions: readonly string[]): string {
  if (!isMetricName(metric)) throw refused(`"${metric}" is no name of a metric`);
  if (pods.namespace === '' || pods.pods.length === 0 || pods.pods.includes(''))
    throw refused('a query needs a namespace and pods');
  if (pods.pods.length > PODS_A_QUERY_MAX) throw refused(`a query names at most ${PODS_A_QUERY_MAX} pods`);
  const all = [
    `${labelOf(pods.labels.namespace)}=${quoted(pods.namespace)}`,
    matches(pods.labels.pod, pods.pods.map(escaped).join('|')),
    ...conditions,
  ];
  return `${metric}{${all.join(',')}}`;
}

function onlyOf({ only }: RequestSeries): readonly string[] {
  return Object.entries(only).map(([label, value]) => `${labelOf(label)}=${quoted(value)}`);
}

/** Prometheus anchors the expression at both ends. */
function matches(label: string, expression: string): string {
  return `${labelOf(label)}=~${quoted(expression)}`;
}

function labelOf(name: string): string {
  if (!isLabelName(name)) throw refused(`"${name}" is no name of a label`);
  return name;
}

/** A literal text within an RE2 expression. */
function escaped(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, String.raw`\$&`);
}

/** A string of PromQL, which reads escapes as Go does. */
function quoted(text: string): string {
  const body = text.toWellFormed().replace(/["\\\p{Cc}]/gu, (character) => {
    if (character === '"' || character === '\\') return `\\${character}`;
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `"${body}"`;
}

function refused(why: string): PortError {
  return new PortError('invalid', 'prometheus: query', why);
}
