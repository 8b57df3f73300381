import { terminationFacts, type TerminationFacts } from '../../drain/termination-facts.ts';
import type { ReadingName } from '../../fleet/fleet-snapshot.ts';
import type { Pod, PodSpec } from '../../fleet/pod.ts';
import type { Service } from '../../fleet/service.ts';
import type { PodRoot } from '../../fleet/workload-index.ts';
import { perFleetInSteps, type Fleet } from '../fleet.ts';
import { movingRoots, NEEDS_WORKLOADS } from './roots.ts';
import { servesTraffic, servicesOf } from './services.ts';

/**
 * How requests reach a workload. `none`: no Service. `cluster`: through kube-proxy alone. `address`: a load balancer
 * sends to the pods themselves. `node`: a load balancer sends to nodes, which pass it on.
 */
export type Exposure = 'none' | 'cluster' | 'address' | 'node';

/** A workload with pods to move, as those who send it requests see it. */
export interface ServedRoot {
  readonly root: PodRoot;
  readonly pods: readonly Pod[];
  readonly spec: PodSpec;
  readonly services: readonly Service[];
  readonly exposure: Exposure;
  readonly termination: TerminationFacts;
}

export const NEEDS_EXPOSURE: readonly ReadingName[] = [...NEEDS_WORKLOADS, 'services'];
export const USES_EXPOSURE: readonly ReadingName[] = ['targetGroupBindings'];

export const servedRoots = perFleetInSteps(function* (fleet) {
  const served: ServedRoot[] = [];
  for (const { root, pods } of movingRoots(fleet)) {
    yield;
    const [pod] = pods;
    if (!pod) continue;
    const services = servicesOf(fleet, pod).filter(servesTraffic);
    const { spec } = pod;
    const termination = terminationFacts(spec, services);
    served.push({ root, pods, spec, services, exposure: exposureOf(fleet, services), termination });
  }
  return served;
});

/** What comes with the cluster is as its vendor ships it: its owner here can do little about it. */
export function isAddOn({ root, pods }: Pick<ServedRoot, 'root' | 'pods'>): boolean {
  const namespace = root.kind === 'workload' ? root.workload.metadata.namespace : pods[0]?.metadata.namespace;
  return namespace === 'kube-system';
}

const TARGET_TYPE = 'service.beta.kubernetes.io/aws-load-balancer-nlb-target-type';

function exposureOf(fleet: Fleet, services: readonly Service[]): Exposure {
  const kinds = new Set(
    services.flatMap((service) => [ownExposure(service), ...boundExposure(fleet, service)]),
  );
  const worst: readonly Exposure[] = ['address', 'node', 'cluster'];
  return worst.find((each) => kinds.has(each)) ?? 'none';
}

function ownExposure({ metadata, spec }: Service): Exposure {
  if (spec.type === 'LoadBalancer') return metadata.annotations?.[TARGET_TYPE] === 'ip' ? 'address' : 'node';
  return spec.type === 'NodePort' ? 'node' : 'cluster';
}

function boundExposure(fleet: Fleet, service: Service): Exposure[] {
  return (fleet.find('targetGroupBindings') ?? [])
    .filter(
      ({ metadata, spec }) =>
        metadata.namespace === service.metadata.namespace && spec.serviceRef.name === service.metadata.name,
    )
    .map(({ spec }) => (spec.targetType === 'ip' ? 'address' : 'node'));
}
