import { resourceNotFound } from '../answers/api-error.ts';
import { defineCustom } from '../registry/define.ts';
import type { Resource } from '../registry/resource.ts';
import type { Answer } from './exchange.ts';
import { pageNotFound } from './discovery.ts';
import type { Served } from './discovery.ts';
import type { ResourceRequest } from './request-info.ts';

export const METRICS_GROUP = 'metrics.k8s.io';
const VERSION = 'v1beta1';

/** What a pod's container uses now, as a metrics-server would say. */
export interface PodUsage {
  readonly namespace: string;
  readonly name: string;
  readonly container: string;
  readonly cpuNanocores: number;
  readonly memoryBytes: number;
}

/** What a node uses now. */
export interface NodeUsage {
  readonly name: string;
  readonly cpuNanocores: number;
  readonly memoryBytes: number;
}

/** The cluster's metrics-server: its API is there once it has something to tell from. */
export interface MetricsServer {
  /** Undefined: none is installed. */
  usage: (() => readonly PodUsage[]) | undefined;
  nodeUsage?: () => readonly NodeUsage[];
}

/** Answers for the aggregated API of a metrics-server: lists of pods and nodes, and single ones. `now`: as ISO text, to the second. */
export function answerPodMetrics(
  { usage, nodeUsage }: MetricsServer,
  { version, plural, namespace, name, verb }: ResourceRequest,
  now: string,
): Answer {
  if (!usage) return pageNotFound();
  const resource = RESOURCES.find((one) => one.plural === plural);
  if (version !== VERSION || !resource || (verb !== 'get' && verb !== 'list')) throw resourceNotFound();
  const items = resource.namespaced
    ? usage()
        .filter((pod) => namespace === undefined || pod.namespace === namespace)
        .map((pod) => podMetrics(pod, now))
    : (nodeUsage?.() ?? []).map((node) => nodeMetrics(node, now));
  if (verb === 'list')
    return { code: 200, body: { kind: `${resource.kind}List`, ...API_VERSION, metadata: {}, items } };
  const one = items.find(({ metadata }) => metadata.name === name);
  if (!one) throw resourceNotFound();
  return { code: 200, body: { kind: resource.kind, ...API_VERSION, ...one } };
}

/** A metrics-server's group stands in discovery as every other does, after those of the API server itself. */
export function withMetricsServer(catalogue: Served, { usage }: MetricsServer): Served {
  if (!usage) return catalogue;
  const isOwn = (group: string, version: string = VERSION): boolean =>
    group === METRICS_GROUP && version === VERSION;
  return {
    groups: () => new Map([...catalogue.groups(), [METRICS_GROUP, [VERSION]]]),
    hasGroup: (group) => isOwn(group) || catalogue.hasGroup(group),
    hasVersion: (group, version) => isOwn(group, version) || catalogue.hasVersion(group, version),
    inVersion: (group, version) =>
      isOwn(group, version) ? [...RESOURCES] : catalogue.inVersion(group, version),
  };
}

const RESOURCES: readonly Resource[] = [
  { plural: 'nodes', kind: 'NodeMetrics', namespaced: false },
  { plural: 'pods', kind: 'PodMetrics', namespaced: true },
].map((kind) => ({
  ...defineCustom({ group: METRICS_GROUP, version: VERSION, ...kind }),
  singular: '',
  verbs: ['get', 'list'],
}));

const API_VERSION = { apiVersion: `${METRICS_GROUP}/${VERSION}` } as const;

function podMetrics({ namespace, name, container, cpuNanocores, memoryBytes }: PodUsage, now: string) {
  return {
    metadata: { name, namespace, creationTimestamp: now },
    timestamp: now,
    window: '15s',
    containers: [
      {
        name: container,
        usage: used(cpuNanocores, memoryBytes),
      },
    ],
  };
}

function nodeMetrics({ name, cpuNanocores, memoryBytes }: NodeUsage, now: string) {
  return {
    metadata: { name, creationTimestamp: now },
    timestamp: now,
    window: '15s',
    usage: used(cpuNanocores, memoryBytes),
  };
}

function used(cpuNanocores: number, memoryBytes: number): { readonly cpu: string; readonly memory: string } {
  return { cpu: `${Math.round(cpuNanocores)}n`, memory: `${Math.round(memoryBytes / 1024)}Ki` };
}
