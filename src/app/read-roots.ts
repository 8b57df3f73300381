import type { LabelSelector } from '../core/fleet/meta.ts';
import { controllerOf } from '../core/fleet/pod.ts';
import type { Pod } from '../core/fleet/pod.ts';
import { objectName } from '../core/fleet/workload.ts';
import type { Workload } from '../core/fleet/workload.ts';
import type { Candidate } from '../core/replacement/seen.ts';
import type { Cluster, WorkloadName } from '../ports/cluster.ts';
import { inParallel } from './in-parallel.ts';

/** The workloads behind pods, and all pods of those: what has to be known of them before one is moved. */
export async function readRoots(
  cluster: Cluster,
  pods: readonly Pod[],
): Promise<Pick<Candidate, 'workloads' | 'workloadPods'>> {
  const workloads = await rootWorkloads(cluster, pods);
  const lists = await inParallel(workloads, ({ metadata, spec }) =>
    cluster.list('pods', {
      ...(metadata.namespace ? { namespace: metadata.namespace } : {}),
      labelSelector: toSelectorText(spec.selector),
    }),
  );
  return { workloads, workloadPods: lists.flat() };
}

/** The workload an owner thinks in: for a ReplicaSet of a Deployment that is the Deployment. */
async function rootWorkloads(cluster: Cluster, pods: readonly Pod[]): Promise<readonly Workload[]> {
  const direct = await readAll(
    cluster,
    pods.flatMap((pod) => ownerOf(pod)),
  );
  const owners = await readAll(
    cluster,
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

async function readAll(cluster: Cluster, names: readonly WorkloadName[]): Promise<readonly Workload[]> {
  const unique = new Map(names.map((name) => [objectName(name.kind, name.namespace, name.name), name]));
  const found = await inParallel([...unique.values()], (name) => cluster.getWorkload(name));
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
