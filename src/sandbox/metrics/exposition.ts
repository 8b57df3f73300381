import type { MeteredNode } from './node-meters.ts';
import type { MeteredPod } from './pod-meters.ts';
import { EDGES } from './pod-meter.ts';

/** One series and its value now. */
export interface Exposed {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

interface Family {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
}

/** Families as OpenMetrics names them: a counter's has no `_total`. */
const FAMILIES: readonly Family[] = [
  { name: 'http_requests', type: 'counter' },
  { name: 'http_request_duration_seconds', type: 'histogram' },
  { name: 'container_cpu_cfs_periods', type: 'counter' },
  { name: 'container_cpu_cfs_throttled_periods', type: 'counter' },
  { name: 'container_memory_working_set_bytes', type: 'gauge' },
  { name: 'kube_pod_container_resource_limits', type: 'gauge' },
  { name: 'node_cpu_seconds', type: 'counter' },
  { name: 'node_pressure_cpu_waiting_seconds', type: 'counter' },
  { name: 'node_pressure_memory_stalled_seconds', type: 'counter' },
  { name: 'node_pressure_io_stalled_seconds', type: 'counter' },
];

/** Every series that the pods expose: their own, cAdvisor's, and kube-state-metrics' limit of their memory. */
export function exposedBy(pods: readonly MeteredPod[]): readonly Exposed[] {
  return pods.flatMap(({ namespace, name: pod, container, memoryLimit, meter }) => {
    const labels = { namespace, pod };
    const of = (name: string, value: number, more: Readonly<Record<string, string>> = {}): Exposed => ({
      name,
      labels: { ...labels, ...more },
      value,
    });
    return [
      ...Object.entries(meter.requests).map(([code, count]) => of('http_requests_total', count, { code })),
      ...cumulative(meter.buckets).map((count, index) =>
        of('http_request_duration_seconds_bucket', count, { le: edgeText(EDGES[index]) }),
      ),
      of('http_request_duration_seconds_sum', meter.latencySum),
      of(
        'http_request_duration_seconds_count',
        meter.buckets.reduce((sum, count) => sum + count, 0),
      ),
      of('container_cpu_cfs_periods_total', meter.periods, { container }),
      of('container_cpu_cfs_throttled_periods_total', meter.throttled, { container }),
      of('container_memory_working_set_bytes', Math.round(meter.memoryShare * memoryLimit), { container }),
      of('kube_pod_container_resource_limits', memoryLimit, { container, resource: 'memory', unit: 'byte' }),
    ];
  });
}

/** What node_exporter says of the nodes. Their disks and memory never make anybody wait here. */
export function exposedByNodes(nodes: readonly MeteredNode[]): readonly Exposed[] {
  return nodes.flatMap(({ name: node, cpuSeconds, waitedSeconds }) => [
    ...Object.entries(cpuSeconds).map(([mode, value]) => ({
      name: 'node_cpu_seconds_total',
      labels: { node, cpu: '0', mode },
      value,
    })),
    { name: 'node_pressure_cpu_waiting_seconds_total', labels: { node }, value: waitedSeconds },
    { name: 'node_pressure_memory_stalled_seconds_total', labels: { node }, value: 0 },
    { name: 'node_pressure_io_stalled_seconds_total', labels: { node }, value: 0 },
  ]);
}

/** In the OpenMetrics text format. With `seconds` (epoch) each line has that time. */
export function openMetricsText(
  series: readonly Exposed[],
  timeOf: (index: number) => number | undefined = () => undefined,
): string {
  const numbered = series.map((one, index) => ({ one, at: timeOf(index) }));
  const parts = FAMILIES.map(({ name, type }) => {
    const lines = numbered
      .filter(({ one }) => familyOf(one.name) === name)
      .map(({ one, at }) => lineOf(one, at));
    return [`# TYPE ${name} ${type}`, ...lines].join('\n');
  });
  return `${parts.join('\n')}\n# EOF\n`;
}

function familyOf(series: string): string {
  return series.replace(/_(total|bucket|sum|count)$/, '');
}

function lineOf({ name, labels, value }: Exposed, at: number | undefined): string {
  const inside = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}{${inside.join(',')}} ${value}${at === undefined ? '' : ` ${at.toFixed(3)}`}`;
}

function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', String.raw`\"`)
    .replaceAll('\n', String.raw`\n`);
}

function cumulative(buckets: readonly number[]): readonly number[] {
  let sum = 0;
  return buckets.map((count) => (sum += count));
}

/** OpenMetrics writes edges as floats. */
function edgeText(edge: number | undefined): string {
  if (edge === undefined) return '+Inf';
  return Number.isInteger(edge) ? `${edge}.0` : String(edge);
}
