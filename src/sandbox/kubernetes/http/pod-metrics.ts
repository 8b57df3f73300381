import { resourceNotFound } from '../answers/api-error.ts';
import type { Answer } from './exchange.ts';
import { pageNotFound } from './discovery.ts';
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

/** The cluster's metrics-server: its API is there once it has something to tell from. */
export interface MetricsServer {
  /** Undefined: none is installed. */
  usage: (() => readonly PodUsage[]) | undefined;
}

/** Answers for the aggregated API of a metrics-server: lists of pods, and single ones. `now`: as ISO text, to the second. */
export function answerPodMetrics(
  { usage }: MetricsServer,
  { version, plural, namespace, name, verb }: ResourceRequest,
  now: string,
): Answer {
  if (!usage) return pageNotFound();
  if (version !== VERSION || plural !== 'pods' || (verb !== 'get' && verb !== 'list'))
    throw resourceNotFound();
  const items = usage()
    .filter((pod) => namespace === undefined || pod.namespace === namespace)
    .map((pod) => podMetrics(pod, now));
  if (verb === 'list')
    return { code: 200, body: { kind: 'PodMetricsList', ...API_VERSION, metadata: {}, items } };
  const one = items.find(({ metadata }) => metadata.name === name);
  if (!one) throw resourceNotFound();
  return { code: 200, body: { kind: 'PodMetrics', ...API_VERSION, ...one } };
}

/** The list of resources of the group, by which a client sees that it is served. */
export function answerMetricsDiscovery({ usage }: MetricsServer, path: string): Answer | undefined {
  if (!usage || path !== `/apis/${METRICS_GROUP}/${VERSION}`) return undefined;
  const groupVersion = `${METRICS_GROUP}/${VERSION}`;
  const resources = [
    { name: 'pods', singularName: '', namespaced: true, kind: 'PodMetrics', verbs: ['get', 'list'] },
  ];
  return { code: 200, body: { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources } };
}

const API_VERSION = { apiVersion: `${METRICS_GROUP}/${VERSION}` } as const;

function podMetrics({ namespace, name, container, cpuNanocores, memoryBytes }: PodUsage, now: string) {
  return {
    metadata: { name, namespace, creationTimestamp: now },
    timestamp: now,
    window: '15s',
    containers: [
      {
        name: container,
        usage: { cpu: `${Math.round(cpuNanocores)}n`, memory: `${Math.round(memoryBytes / 1024)}Ki` },
      },
    ],
  };
}
