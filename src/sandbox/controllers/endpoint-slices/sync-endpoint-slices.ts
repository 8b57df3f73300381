import { canonicalJson } from '../canonical-json.ts';
import type { ControllerContext } from '../controller-context.ts';
import { SERVICE_NAME, type Endpoint, type EndpointSlice } from '../kinds/endpoint-slice.ts';
import { isTerminating } from '../kinds/pod.ts';
import type { Service } from '../kinds/service.ts';
import { partsOf } from '../object-key.ts';
import { controllerReference } from '../owner.ts';
import { endpointsOf, type EndpointGroup } from './endpoints-of.ts';

const RESOURCE = 'endpointslices.discovery.k8s.io';
const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
const MANAGER = 'endpointslice-controller.k8s.io';

/** How many endpoints a slice holds at most; the real one's default. */
const SLICE_MAX = 100;

/** Writes the slices of one Service anew where they differ from what its pods say. */
export function syncEndpointSlices(context: ControllerContext, key: string): void {
  const [namespace, name] = partsOf(key);
  const service = context.cluster.get<Service>('services', namespace, name);
  // What a deleted Service leaves behind is the garbage collector's.
  if (!service || isTerminating(service) || !service.spec.selector) return;
  const present = slicesOf(context, namespace, name);
  const groups = endpointsOf(context, service);
  const wanted = groups.length > 0 ? groups : [{ ports: [], endpoints: [] }];
  const kept = new Set(wanted.flatMap((group) => syncGroup(context, service, group, present)));
  for (const { metadata } of present) {
    if (!kept.has(metadata.name)) context.cluster.delete(RESOURCE, namespace, metadata.name);
  }
}

function slicesOf(
  { cluster }: ControllerContext,
  namespace: string | undefined,
  service: string,
): EndpointSlice[] {
  return cluster
    .list<EndpointSlice>(RESOURCE, namespace)
    .filter(
      ({ metadata }) =>
        metadata.labels?.[SERVICE_NAME] === service && metadata.labels[MANAGED_BY] === MANAGER,
    );
}

/** Answers the names of the slices that hold the group now. */
function syncGroup(
  context: ControllerContext,
  service: Service,
  group: EndpointGroup,
  present: readonly EndpointSlice[],
): string[] {
  const ports = canonicalJson(group.ports);
  const own = present.filter(
    (slice) => canonicalJson(slice.ports ?? []) === ports || (slice.endpoints ?? []).length === 0,
  );
  const parts = distribute(group.endpoints, own);
  return parts.flatMap(({ slice, endpoints }) => {
    if (slice) return update(context, service, slice, { ...group, endpoints });
    return create(context, service, { ...group, endpoints });
  });
}

interface Part {
  readonly slice: EndpointSlice | undefined;
  readonly endpoints: Endpoint[];
}

/** Endpoints stay in the slice they are in; new ones fill it up, and what is left goes into new slices. */
function distribute(endpoints: readonly Endpoint[], slices: readonly EndpointSlice[]): Part[] {
  const left = new Map(endpoints.map((endpoint) => [endpoint.targetRef?.uid ?? '', endpoint]));
  const parts: Part[] = slices.map((slice) => ({
    slice,
    endpoints: (slice.endpoints ?? []).flatMap(({ targetRef }) => take(left, targetRef?.uid ?? '')),
  }));
  for (const part of parts) {
    for (const uid of [...left.keys()].slice(0, SLICE_MAX - part.endpoints.length)) {
      part.endpoints.push(...take(left, uid));
    }
  }
  const rest = [...left.values()];
  for (let from = 0; from < rest.length; from += SLICE_MAX) {
    parts.push({ slice: undefined, endpoints: rest.slice(from, from + SLICE_MAX) });
  }
  const filled = parts.filter((part) => part.endpoints.length > 0);
  return filled.length > 0 ? filled : [parts[0] ?? { slice: undefined, endpoints: [] }];
}

function take(left: Map<string, Endpoint>, uid: string): Endpoint[] {
  const endpoint = left.get(uid);
  left.delete(uid);
  return endpoint ? [endpoint] : [];
}

function update(
  { cluster }: ControllerContext,
  service: Service,
  { metadata, ...before }: EndpointSlice,
  { ports, endpoints }: EndpointGroup,
): string[] {
  const isSame =
    canonicalJson([before.endpoints ?? [], before.ports ?? []]) === canonicalJson([endpoints, ports]) &&
    canonicalJson(metadata.labels) === canonicalJson(labelsOf(service));
  if (!isSame) {
    cluster.edit<EndpointSlice>(RESOURCE, metadata.namespace, metadata.name, (draft) => {
      draft.metadata.labels = labelsOf(service);
      delete draft.metadata.annotations;
      draft.endpoints = [...endpoints];
      draft.ports = [...ports];
    });
  }
  return [metadata.name];
}

function create(
  { cluster, clock }: ControllerContext,
  service: Service,
  { ports, endpoints }: EndpointGroup,
): string[] {
  const { namespace, name } = service.metadata;
  const slice = cluster.create<EndpointSlice>(RESOURCE, {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      generateName: `${name}-`,
      ...(namespace !== undefined && { namespace }),
      labels: labelsOf(service),
      annotations: { 'endpoints.kubernetes.io/last-change-trigger-time': clock.isoSeconds() },
      ownerReferences: [controllerReference(service)],
    },
    addressType: service.spec.ipFamilies?.[0] ?? 'IPv4',
    endpoints: [...endpoints],
    ports: [...ports],
  });
  return slice ? [slice.metadata.name] : [];
}

/** The labels of the Service are on its slices too. */
function labelsOf({ metadata, spec }: Service): Record<string, string> {
  return {
    ...metadata.labels,
    ...(spec.clusterIP === 'None' && { 'service.kubernetes.io/headless': '' }),
    [MANAGED_BY]: MANAGER,
    [SERVICE_NAME]: metadata.name,
  };
}
