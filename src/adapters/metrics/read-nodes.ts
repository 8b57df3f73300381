import { measured } from '../../core/health/measured.ts';
import type { Measured } from '../../core/health/measured.ts';
import type { NodeUse } from '../../core/health/node-use.ts';
import type { NodeAddress } from '../../ports/metrics.ts';
import type { PrometheusClient } from './prometheus-client.ts';
import { byInstance, byNodeLabel, nodesQuery } from './promql.ts';
import type { NodesBy } from './promql.ts';
import { plausible } from './read-answer.ts';

/** Nodes in one query. A look is at one node group, and more of its nodes say no more. */
const NODES_MAX = 100;

/** Pressure stall information of Linux, as node_exporter counts it: seconds in which some program waited, or all stood still. */
const PRESSURE = {
  'cpu-pressure': 'node_pressure_cpu_waiting_seconds_total',
  'memory-pressure': 'node_pressure_memory_stalled_seconds_total',
  'io-pressure': 'node_pressure_io_stalled_seconds_total',
} as const;

interface Asked {
  readonly client: PrometheusClient;
  /** Epoch seconds. */
  readonly at: number;
  /** Of the source's own time. */
  readonly rangeMs: number;
}

/** How busy and how stalled nodes were, by node_exporter's series: by the label for their names, else by where they are scraped. */
export async function readNodes(
  asked: Asked,
  nodes: readonly NodeAddress[],
  nodeLabel: string,
): Promise<Measured<readonly NodeUse[]>> {
  const some = nodes.slice(0, NODES_MAX);
  if (some.length === 0) return NO_SERIES;
  const named = await readBy(
    asked,
    some,
    byNodeLabel(
      nodeLabel,
      some.map(({ name }) => name),
    ),
  );
  if (named.kind !== 'no-data') return named;
  const places = some.flatMap(({ name, address }) => (address ? [name, address] : [name]));
  return readBy(asked, some, byInstance(places));
}

const NO_SERIES = { kind: 'no-data', why: 'there are no series of its nodes (node_exporter)' } as const;

async function readBy(
  asked: Asked,
  nodes: readonly NodeAddress[],
  by: NodesBy,
): Promise<Measured<readonly NodeUse[]>> {
  const [all, idle, ...pressures] = await Promise.all([
    sums(asked, 'node_cpu_seconds_total', by),
    sums(asked, 'node_cpu_seconds_total', by, ['mode="idle"']),
    ...Object.values(PRESSURE).map(async (metric) => sums(asked, metric, by)),
  ]);
  for (const one of [all, idle, ...pressures]) if (one?.kind === 'error') return one;
  const [cpu, rest] = [valuesOf(all), valuesOf(idle)];
  const stalls = pressures.map(valuesOf);
  if ([cpu, ...stalls].every(({ size }) => size === 0)) return NO_SERIES;
  const seconds = asked.rangeMs / 1_000;
  return measured(
    nodes.map(({ name, address }) => {
      const find = (values: Values): number | undefined => values.get(name) ?? values.get(address ?? '');
      const [total, unused] = [find(cpu), find(rest)];
      const busy = total && unused !== undefined ? { 'node-cpu': share(1 - unused / total) } : {};
      const stalled = Object.keys(PRESSURE).flatMap((metric, index) => {
        const waited = find(stalls[index] ?? new Map<string, number>());
        return waited === undefined ? [] : [[metric, share(waited / seconds)] as const];
      });
      return { node: name, shares: { ...busy, ...Object.fromEntries(stalled) } };
    }),
  );
}

type Values = ReadonlyMap<string, number>;

/** By what the label says, without the port of a place. Two of the same are an error: one node is scraped twice. */
async function sums(
  { client, at, rangeMs }: Asked,
  metric: string,
  by: NodesBy,
  conditions: readonly string[] = [],
): Promise<Measured<Values>> {
  const answer = await client.instant(nodesQuery(metric, by, rangeMs, conditions), at);
  if (answer.kind !== 'measured') return answer;
  const values = new Map<string, number>();
  for (const { labels, points } of answer.value) {
    const node = (labels[by.label] ?? '').replace(/:\d+$/, '');
    const value = plausible(points.at(-1)?.value);
    if (value.kind !== 'measured') return value;
    if (values.has(node)) return { kind: 'error', why: `it knows the node ${node} twice` };
    values.set(node, value.value);
  }
  return measured(values);
}

function valuesOf(answer: Measured<Values> | undefined): Values {
  return answer?.kind === 'measured' ? answer.value : new Map();
}

/** Counters are scraped a moment apart: a little more than all, or less than none, is that. */
function share(value: number): number {
  return Math.min(1, Math.max(0, value));
}
