import { classifyPod } from '../core/drain/classify-pod.ts';
import { epochMs } from '../core/fleet/epoch-ms.ts';
import { selects } from '../core/fleet/label-selector.ts';
import { controllerOf } from '../core/fleet/pod.ts';
import type { Pod } from '../core/fleet/pod.ts';
import { COUNTED_OWNERS } from '../core/fleet/workload-counts.ts';
import type { Workload } from '../core/fleet/workload.ts';
import { nodesComingFor } from '../core/health/nodes-coming.ts';
import type { NodeWork } from '../core/replacement/seen.ts';
import type { Claim } from '../core/rollout/claim.ts';
import type { Rollout } from '../core/rollout/rollout.ts';
import { PortError } from '../ports/port-error.ts';
import type { ObservedGroup } from './observe-group.ts';
import { podsOn } from './observe-group.ts';
import { observeGate } from './gate/observe-gate.ts';
import { inParallel } from './in-parallel.ts';
import type { GroupPorts } from './ports.ts';
import { readRoots } from './read-roots.ts';

/** Above so many namespaces one list of all budgets costs less than one a namespace. */
const NAMESPACES_MAX = 5;

/** Reads the node in work, its pods, and everything that its replacement touches. All of it afresh. */
export async function observeClaim(
  ports: GroupPorts,
  rollout: Rollout,
  claim: Claim,
  group: ObservedGroup,
): Promise<NodeWork> {
  const found = await ports.cluster.getNode(claim.node.name);
  const node = found?.metadata.uid === claim.node.uid ? found : undefined;
  const settling = claim.stage === 'settling';
  const [pods, workloads, unscheduled, attachments, registration] = await Promise.all([
    node ? podsOn(ports, claim.node.name) : [],
    readWorkloads(ports, claim),
    ports.cluster.list('pods', { fieldSelector: 'spec.nodeName=,status.phase=Pending' }),
    settling ? ports.cluster.list('volumeattachments') : [],
    settling ? ports.nodeGroups.registration(group.view.group, claim.node.instanceId) : ('none' as const),
  ]);
  const waiting = unscheduled.filter((pod) => isTouched(pod, workloads));
  const [budgets, gate, nodesComing, strangers] = await Promise.all([
    readBudgets(ports, pods, workloads),
    observeGate(ports, rollout, claim, group.view, workloads),
    readNodesComing(ports, waiting),
    readStrangers(ports, claim, pods, workloads),
  ]);
  return {
    node,
    pods,
    workloads,
    budgets,
    movedPods: [
      ...group.podsOnPatched.filter(
        (pod) => pod.spec.nodeName !== claim.node.name && isTouched(pod, workloads),
      ),
      ...waiting,
    ],
    nodesComing,
    attachments: attachments.filter(({ spec }) => spec.nodeName === claim.node.name),
    registration,
    ...(gate ? { gate } : {}),
    ...(strangers ? { strangers } : {}),
  };
}

/** Between the claim and the cordon, pods of other workloads may have come to the node (sim seed 22411050). */
async function readStrangers(
  { cluster }: GroupPorts,
  claim: Claim,
  pods: readonly Pod[],
  workloads: readonly Workload[],
): Promise<NodeWork['strangers']> {
  if (claim.stage !== 'draining') return undefined;
  const strangers = pods.filter(
    (pod) =>
      classifyPod(pod) === 'evict' &&
      COUNTED_OWNERS.includes(controllerOf(pod)?.kind ?? '') &&
      !isTouched(pod, workloads),
  );
  return strangers.length > 0 ? readRoots(cluster, strangers) : undefined;
}

/** Young ones are waited for anyway. Where events may not be read, no autoscaler is known of. Product ms. */
const ASKED_AFTER_MS = 60_000;

async function readNodesComing(
  { cluster, clock }: GroupPorts,
  waiting: readonly Pod[],
): Promise<readonly string[]> {
  const now = clock.now();
  const asked = waiting.filter(
    ({ metadata }) => now - (epochMs(metadata.creationTimestamp) ?? now) >= ASKED_AFTER_MS,
  );
  const events = await inParallel(asked, async ({ metadata: { namespace, uid } }) => {
    const scope = { ...(namespace ? { namespace } : {}), fieldSelector: `involvedObject.uid=${uid}` };
    try {
      return await cluster.list('events', scope);
    } catch (error) {
      if (error instanceof PortError && error.kind === 'forbidden') return [];
      throw error;
    }
  });
  return nodesComingFor(events.flat(), now);
}

function isTouched(pod: Pod, workloads: readonly Workload[]): boolean {
  return workloads.some(
    ({ metadata, spec }) =>
      metadata.namespace === pod.metadata.namespace &&
      controllerOf(pod) !== undefined &&
      selects(spec.selector, pod.metadata.labels),
  );
}

async function readWorkloads(ports: GroupPorts, claim: Claim): Promise<readonly Workload[]> {
  const found = await inParallel(claim.workloads, async ({ ref }) => {
    const [kind = '', namespace = '', name = ''] = ref.split('/');
    return ports.cluster.getWorkload({ kind, namespace, name });
  });
  return found.filter((workload) => workload !== undefined);
}

async function readBudgets(
  ports: GroupPorts,
  pods: readonly Pod[],
  workloads: readonly Workload[],
): Promise<NodeWork['budgets']> {
  const named = [...pods, ...workloads].flatMap(({ metadata }) =>
    metadata.namespace ? [metadata.namespace] : [],
  );
  const namespaces = [...new Set(named)];
  if (namespaces.length > NAMESPACES_MAX) return ports.cluster.list('poddisruptionbudgets');
  const lists = await inParallel(namespaces, (namespace) =>
    ports.cluster.list('poddisruptionbudgets', { namespace }),
  );
  return lists.flat();
}
