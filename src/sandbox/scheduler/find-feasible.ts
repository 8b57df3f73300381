import type { Pod } from '../controllers/kinds/pod.ts';
import { unsuitable, type Filter, type Prepared, type Rejection } from './filter.ts';
import { hostPorts } from './filters/host-ports.ts';
import { nodeAffinity } from './filters/node-affinity.ts';
import { nodeName } from './filters/node-name.ts';
import { podAffinity } from './filters/pod-affinity.ts';
import { resources } from './filters/resources.ts';
import { taints } from './filters/taints.ts';
import { topologySpread } from './filters/topology-spread.ts';
import { unschedulable } from './filters/unschedulable.ts';
import { volumeBinding } from './filters/volume-binding.ts';
import { volumeLimits } from './filters/volume-limits.ts';
import { volumeRestrictions } from './filters/volume-restrictions.ts';
import { volumeZone } from './filters/volume-zone.ts';
import type { NodeState } from './node-state.ts';
import type { Snapshot } from './snapshot.ts';

/** In the order of the default profile: the first that rejects a node gives the reason. */
const FILTERS: readonly Filter[] = [
  unschedulable,
  nodeName,
  taints,
  nodeAffinity,
  hostPorts,
  resources,
  volumeRestrictions,
  volumeLimits,
  volumeBinding,
  volumeZone,
  topologySpread,
  podAffinity,
];

export interface Feasibility {
  readonly feasible: readonly NodeState[];
  /** Why each other node was passed by. */
  readonly rejections: readonly Rejection[];
  /** Set if the pod was refused before any node was looked at. */
  readonly refusal: string | undefined;
}

/** Which nodes pass every filter of the default scheduler for this pod. */
export function findFeasible(pod: Pod, snapshot: Snapshot): Feasibility {
  const prepared: { name: string; plan: Prepared }[] = [];
  for (const filter of FILTERS) {
    const plan = filter.prepare(pod, snapshot);
    if (plan.kind === 'refused') return { feasible: [], rejections: [], refusal: plan.reason };
    prepared.push({ name: filter.name, plan });
  }
  const feasible: NodeState[] = [];
  const rejections: Rejection[] = [];
  for (const node of snapshot.nodes) {
    const rejection = notAmong(prepared, node) ?? firstRejection(prepared, node);
    if (rejection) rejections.push(rejection);
    else feasible.push(node);
  }
  return { feasible, rejections, refusal: undefined };
}

function notAmong(
  prepared: readonly { name: string; plan: Prepared }[],
  { name }: NodeState,
): Rejection | undefined {
  const out = prepared.filter(({ plan }) => plan.kind === 'filter' && plan.only && !plan.only.has(name));
  if (out.length === 0) return undefined;
  return unsuitable(`node(s) didn't satisfy plugin(s) [${out.map((filter) => filter.name).join(' ')}]`);
}

function firstRejection(prepared: readonly { plan: Prepared }[], node: NodeState): Rejection | undefined {
  for (const { plan } of prepared) {
    const rejection = plan.kind === 'filter' ? plan.test(node) : undefined;
    if (rejection) return rejection;
  }
  return undefined;
}
