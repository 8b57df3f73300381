import { classifyPod } from '../core/drain/classify-pod.ts';
import { controllerOf } from '../core/fleet/pod.ts';
import type { Pod } from '../core/fleet/pod.ts';
import type { LabelSelector } from '../core/fleet/meta.ts';
import { objectName } from '../core/fleet/workload.ts';
import type { Workload } from '../core/fleet/workload.ts';
import type { Candidate } from '../core/replacement/seen.ts';
import type { WorkloadName } from '../ports/cluster.ts';
import { inParallel } from './in-parallel.ts';
import { podsOn } from './observe-group.ts';
import type { GroupPorts } from './ports.ts';

/** Reads a node that is about to be claimed: its pods, the workloads behind them, and all pods of those. */
export async function observeCandidate(ports: GroupPorts, name: string): Promise<Candidate> {
  const pods = await podsOn(ports, name);
  const moving = pods.filter((pod) => classifyPod(pod) === 'evict');
  const workloads = await rootWorkloads(ports, moving);
  const lists = await inParallel(workloads, ({ metadata, spec }) =>
    ports.cluster.list('pods', {
      ...(metadata.namespace ? { namespace: metadata.namespace } : {}),
      labelSelector: toSelectorText(spec.selector),
    }),
  );
  return { name, pods, workloads, workloadPods: lists.flat() };
}

/** The workload an owner thinks in: for a ReplicaSet of a Deployment that is the Deployment. */
async function rootWorkloads(ports: GroupPorts, pods: readonly Pod[]): Promise<readonly Workload[]> {
  const direct = await readAll(
    ports,
    pods.flatMap((pod) => ownerOf(pod)),
  );
  const owners = await readAll(
    ports,
    direct.flatMap((workload) => ownerOf(workload)),
  );
  const owned = new Set(
    owners.map(({ kind, metadata }) => objectName(kind, metadata.namespace, metadata.name)),
  );
  const isRoot = (workload: Workload): boolean =>
    ownerOf(workload).every(({ kind, namespace, name }) => !owned.has(objectName(kind, namespace, name)));
  return [...direct.filter(isRoot), ...owners];
}

function ownerOf(object: Pod | Workload): readonly WorkloadName[] {
  const owner = controllerOf(object);
  if (!owner) return [];
  return [{ kind: owner.kind, namespace: object.metadata.namespace ?? '', name: owner.name }];
}

async function readAll(ports: GroupPorts, names: readonly WorkloadName[]): Promise<readonly Workload[]> {
  const unique = new Map(names.map((name) => [objectName(name.kind, name.namespace, name.name), name]));
  const found = await inParallel([...unique.values()], (name) => ports.cluster.getWorkload(name));
  return found.filter((workload) => workload !== undefined);
}

/** A LabelSelector as a query: `app=cart,tier in (web,api),!old`. */
function toSelectorText(selector: LabelSelector | undefined): string {
  const equal = Object.entries(selector?.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  const others = (selector?.matchExpressions ?? []).map(({ key, operator, values = [] }) => {
    switch (operator) {
      case 'In':
        return `${key} in (${values.join(',')})`;
      case 'NotIn':
        return `${key} notin (${values.join(',')})`;
      case 'DoesNotExist':
        return `!${key}`;
      default:
        return key;
    }
  });
  return [...equal, ...others].join(',');
}
