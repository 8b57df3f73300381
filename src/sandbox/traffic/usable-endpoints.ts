import { SERVICE_NAME, type Endpoint, type EndpointSlice } from '../controllers/kinds/endpoint-slice.ts';
import type { Cluster } from '../kubernetes/cluster.ts';

/** Where a request may be sent. */
export interface Target {
  readonly address: string;
  readonly port: number;
}

/**
 * What a proxy makes of the slices of a Service: the ready endpoints; if none is ready, those that still serve while
 * they terminate.
 */
export function usableEndpoints(cluster: Cluster, namespace: string | undefined, service: string): Target[] {
  const slices = cluster
    .list<EndpointSlice>('endpointslices.discovery.k8s.io', namespace)
    .filter(({ metadata }) => metadata.labels?.[SERVICE_NAME] === service);
  const ready = targetsOf(slices, ({ conditions }) => conditions.ready);
  return ready.length > 0
    ? ready
    : targetsOf(slices, ({ conditions }) => conditions.serving && conditions.terminating);
}

function targetsOf(slices: readonly EndpointSlice[], isUsable: (endpoint: Endpoint) => boolean): Target[] {
  return slices.flatMap(({ endpoints, ports }) => {
    const port = ports?.[0]?.port;
    if (port === undefined) return [];
    return (endpoints ?? [])
      .filter(isUsable)
      .flatMap(({ addresses }) => addresses.slice(0, 1).map((address) => ({ address, port })));
  });
}
