import type { StoreEvent } from '../../kubernetes/object.ts';
import type { ControllerContext } from '../controller-context.ts';
import { SERVICE_NAME, type EndpointSlice } from '../kinds/endpoint-slice.ts';
import { matchesLabelSet } from '../kinds/label-selector.ts';
import { isReady, isTerminating, type Pod } from '../kinds/pod.ts';
import type { Service } from '../kinds/service.ts';
import { keyOf } from '../object-key.ts';
import { syncEndpointSlices } from './sync-endpoint-slices.ts';

/** Keeps the addresses of every Service that has a selector. */
export function runEndpointSlices(context: ControllerContext): void {
  const queue = context.queue(context.settings.endpointsLagMs, (key) => syncEndpointSlices(context, key));
  context.watch<Service>('services', ({ object }) => queue.add(keyOf(object)));
  context.watch<Pod>('pods', (event) => {
    if (!changesEndpoints(event)) return;
    for (const key of concerned(context, event)) queue.add(key);
  });
  context.watch<EndpointSlice>('endpointslices.discovery.k8s.io', ({ type, object }) => {
    const service = object.metadata.labels?.[SERVICE_NAME];
    // Its own writes need no second look; a slice that somebody took away does.
    if (type === 'DELETED' && service) queue.add(`${object.metadata.namespace ?? ''}/${service}`);
  });
}

/** Only these changes are noticed: a phase that changes without readiness leaves an endpoint as it is. */
function changesEndpoints({ type, object, previous }: StoreEvent<Pod>): boolean {
  if (type !== 'MODIFIED' || !previous) return true;
  return (
    isTerminating(object) !== isTerminating(previous) ||
    isReady(object) !== isReady(previous) ||
    object.status?.podIP !== previous.status?.podIP ||
    object.spec.nodeName !== previous.spec.nodeName ||
    JSON.stringify(object.metadata.labels) !== JSON.stringify(previous.metadata.labels)
  );
}

function concerned({ cluster }: ControllerContext, { object, previous }: StoreEvent<Pod>): string[] {
  return cluster
    .list<Service>('services', object.metadata.namespace)
    .filter(
      ({ spec: { selector } }) =>
        selector && [object, previous].some((pod) => pod && matchesLabelSet(selector, pod.metadata.labels)),
    )
    .map(keyOf);
}
