import type { KubeObject } from '../../kubernetes/object.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { ControllerContext } from '../controller-context.ts';
import type { EndpointSlice } from '../kinds/endpoint-slice.ts';
import { isTerminating } from '../kinds/pod.ts';
import type { Service } from '../kinds/service.ts';
import { keyOf, partsOf } from '../object-key.ts';
import { endpointsOf, type EndpointGroup } from './endpoints-of.ts';

interface Endpoints extends KubeObject {
  subsets?: Subset[];
}

interface Subset {
  addresses?: EndpointAddress[];
  notReadyAddresses?: EndpointAddress[];
  ports?: { name?: string; port: number; protocol: string }[];
}

interface EndpointAddress {
  ip: string;
  hostname?: string;
  nodeName?: string;
  targetRef?: unknown;
}

/** Keeps the older form of a Service's addresses beside its slices: one object, without terminating pods. */
export function runEndpoints(context: ControllerContext): void {
  const queue = context.queue(context.settings.endpointsLagMs, (key) => syncEndpoints(context, key));
  context.watch<Service>('services', ({ object }) => queue.add(keyOf(object)));
  // Whatever changes the slices changes this too.
  context.watch<EndpointSlice>('endpointslices.discovery.k8s.io', ({ object }) => {
    const owner = object.metadata.ownerReferences?.find(({ kind }) => kind === 'Service');
    if (owner) queue.add(`${object.metadata.namespace ?? ''}/${owner.name}`);
  });
}

function syncEndpoints(context: ControllerContext, key: string): void {
  const { cluster, clock } = context;
  const [namespace, name] = partsOf(key);
  const service = cluster.get<Service>('services', namespace, name);
  if (!service) cluster.delete('endpoints', namespace, name);
  if (!service?.spec.selector || isTerminating(service)) return;
  const subsets = endpointsOf(context, service).flatMap(toSubset);
  const present = cluster.get<Endpoints>('endpoints', namespace, name);
  if (!present) {
    cluster.create<Endpoints>('endpoints', {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: {
        name,
        ...(namespace !== undefined && { namespace }),
        ...(service.metadata.labels && { labels: { ...service.metadata.labels } }),
        annotations: { 'endpoints.kubernetes.io/last-change-trigger-time': clock.isoSeconds() },
      },
      ...(subsets.length > 0 && { subsets }),
    });
  } else if (canonicalJson(present.subsets ?? []) !== canonicalJson(subsets)) {
    cluster.edit<Endpoints>('endpoints', namespace, name, (draft) => {
      if (subsets.length > 0) draft.subsets = subsets;
      else delete draft.subsets;
    });
  }
}

function toSubset({ ports, endpoints }: EndpointGroup): Subset[] {
  const living = endpoints.filter(({ conditions }) => conditions.ready || !conditions.terminating);
  const addresses = (isReady: boolean): EndpointAddress[] =>
    living
      .filter(({ conditions }) => conditions.ready === isReady)
      .map(({ addresses: [ip = ''], hostname, nodeName, targetRef }) => ({
        ip,
        ...(hostname !== undefined && { hostname }),
        ...(nodeName !== undefined && { nodeName }),
        ...(targetRef && { targetRef }),
      }))
      .sort((one, other) => (one.ip < other.ip ? -1 : 1));
  const [ready, unready] = [addresses(true), addresses(false)];
  if (ready.length + unready.length === 0) return [];
  const named = ports.map(({ name, port, protocol }) => ({ ...(name !== '' && { name }), port, protocol }));
  return [
    {
      ...(ready.length > 0 && { addresses: ready }),
      ...(unready.length > 0 && { notReadyAddresses: unready }),
      ...(named.length > 0 && { ports: named }),
    },
  ];
}
