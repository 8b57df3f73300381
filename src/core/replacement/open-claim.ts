import { classifyPod } from '../drain/classify-pod.ts';
import { isCordoned } from '../fleet/node.ts';
import type { Node } from '../fleet/node.ts';
import { selects } from '../fleet/label-selector.ts';
import { countsOf } from '../fleet/workload-counts.ts';
import { objectName } from '../fleet/workload.ts';
import type { Workload } from '../fleet/workload.ts';
import { brokenReason } from '../health/broken-pod.ts';
import type { Claim, NodeRef, TouchedWorkload } from '../rollout/claim.ts';
import type { Candidate } from './seen.ts';
import type { Pod } from '../fleet/pod.ts';

interface Opening {
  readonly ref: NodeRef;
  readonly node: Node;
  readonly purpose: Claim['purpose'];
  readonly canary: boolean;
  readonly candidate: Candidate;
  readonly now: number;
}

/** The record of a node in work, with the state of everything it touches before the first effect. */
export function openClaim({ ref, node, purpose, canary, candidate, now }: Opening): Claim {
  const moving = candidate.pods.filter((pod) => classifyPod(pod) === 'evict');
  return {
    node: ref,
    purpose,
    canary,
    stage: 'draining',
    claimedAt: now,
    wasUnschedulable: isCordoned(node),
    workloads: touchedWorkloads(candidate),
    podsTotal: moving.length,
    podsLeft: moving.length,
    sightings: [],
    looks: { valid: 0, all: 0 },
  };
}

/** How workloads are now, of which pods will move. */
export function touchedWorkloads({
  workloads,
  workloadPods,
}: Pick<Candidate, 'workloads' | 'workloadPods'>): readonly TouchedWorkload[] {
  return workloads.flatMap((workload) => touched(workload, workloadPods));
}

function touched(workload: Workload, pods: readonly Pod[]): readonly TouchedWorkload[] {
  const counts = countsOf(workload);
  if (!counts) return [];
  const { namespace, name } = workload.metadata;
  const own = pods.filter(
    ({ metadata }) => metadata.namespace === namespace && selects(workload.spec.selector, metadata.labels),
  );
  // A pod that found no node before we came is as little our doing as one that crashed.
  const broken = own.filter((pod) => brokenReason(pod) !== undefined || !pod.spec.nodeName);
  const brokenPods = broken.map(({ metadata }) => metadata.uid);
  return [{ ref: objectName(workload.kind, namespace, name), ...counts, brokenPods }];
}
