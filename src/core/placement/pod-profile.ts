import { isValidSelector } from '../fleet/label-selector.ts';
import type { PodAffinity, PodSpec, TopologySpreadConstraint } from '../fleet/pod.ts';
import { toAffinityTerm, type AffinityTerm } from './affinity-term.ts';
import { hostPortsOf, type HostPort } from './host-ports.ts';
import { POD_SPEC_FIELDS, unknownFields } from './known-fields.ts';
import { podRequests, type Requests } from './pod-requests.ts';
import { isKnownToleration } from './tolerations.ts';

/** All that placement needs of a pod's spec, worked out once for the many pods that share it. */
export interface PodProfile {
  readonly spec: PodSpec;
  /** Terms without a word about namespaces look into this one. */
  readonly namespace: string;
  readonly requests: Requests;
  readonly hostPorts: readonly HostPort[];
  readonly affinity: readonly AffinityTerm[];
  readonly antiAffinity: readonly AffinityTerm[];
  /** Only the hard ones: soft ones never refuse. */
  readonly spread: readonly TopologySpreadConstraint[];
  readonly claims: readonly string[];
  /** EBS volumes written into the pod itself, by volume id. */
  readonly inlineDisks: readonly string[];
  /** Features that are not modelled. */
  readonly unproven: readonly string[];
}

export function profilePod(namespace: string, spec: PodSpec, kubernetesMinor: number): PodProfile {
  const requests = podRequests(spec);
  const affinity = requiredTerms(spec.affinity?.podAffinity, namespace);
  const antiAffinity = requiredTerms(spec.affinity?.podAntiAffinity, namespace);
  const constraints = spec.topologySpreadConstraints ?? [];
  return {
    spec,
    namespace,
    requests: requests.kind === 'requests' ? requests.requests : new Map(),
    hostPorts: hostPortsOf(spec, kubernetesMinor),
    affinity,
    antiAffinity,
    spread: constraints.filter((each) => each.whenUnsatisfiable === 'DoNotSchedule'),
    claims: (spec.volumes ?? []).flatMap(
      ({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? [],
    ),
    inlineDisks: (spec.volumes ?? []).flatMap(inlineDisk),
    unproven: [
      ...new Set([
        ...unknownFields(spec, POD_SPEC_FIELDS, 'pod.spec'),
        ...(requests.kind === 'unreadable' ? ['pod.spec.containers.resources'] : []),
        ...unknownResources(requests.kind === 'requests' ? requests.requests : new Map()),
        ...((spec.tolerations ?? []).every(isKnownToleration) ? [] : ['pod.spec.tolerations']),
        ...(constraints.every(isKnownConstraint) ? [] : ['pod.spec.topologySpreadConstraints']),
        ...([...affinity, ...antiAffinity].every(({ valid }) => valid) ? [] : ['pod.spec.affinity']),
      ]),
    ],
  };
}

/** cpu, memory, ephemeral-storage, huge pages and whatever has a domain; other bare names mean nothing to us. */
function unknownResources(requests: Requests): string[] {
  return [...requests.keys()]
    .filter(
      (name) => !/^(cpu|memory|ephemeral-storage|hugepages-.*|attachable-volumes-.*|.+\/.+)$/.test(name),
    )
    .map((name) => `pod.spec.containers.resources.requests.${name}`);
}

function requiredTerms(affinity: PodAffinity | undefined, namespace: string): AffinityTerm[] {
  const required = affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  return required.map((term) => toAffinityTerm(term, namespace));
}

function isKnownConstraint(constraint: TopologySpreadConstraint): boolean {
  const policies = [constraint.nodeAffinityPolicy, constraint.nodeTaintsPolicy];
  return (
    ['DoNotSchedule', 'ScheduleAnyway'].includes(constraint.whenUnsatisfiable) &&
    policies.every((policy) => [undefined, 'Honor', 'Ignore'].includes(policy)) &&
    (!constraint.labelSelector || isValidSelector(constraint.labelSelector))
  );
}

/** `aws://eu-west-1a/vol-1` and `vol-1` are the same disk to the CSI driver. */
function inlineDisk(volume: { readonly [source: string]: unknown }): string[] {
  const source = volume['awsElasticBlockStore'];
  if (typeof source !== 'object' || source === null || !('volumeID' in source)) return [];
  return [String(source.volumeID)];
}
