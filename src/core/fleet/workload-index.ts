import { selects } from './label-selector.ts';
import type { OwnerReference } from './meta.ts';
import { controllerOf, type Pod } from './pod.ts';
import { objectName, type PodTemplate, type Workload } from './workload.ts';

/** What makes a pod again when it is gone. */
export type PodRoot =
  | {
      readonly kind: 'workload';
      /** `Deployment/shop/cart`: the outermost owner that we know. */
      readonly ref: string;
      readonly workload: Workload;
      /** What the next pod is made from: for a Deployment's pod its ReplicaSet's, where that was read. */
      readonly template: PodTemplate;
    }
  /** A controller of a kind that is not read here, such as an operator's own. */
  | { readonly kind: 'custom'; readonly ref: string; readonly owner: OwnerReference }
  /** Its controller should be among what was read, and is not: nobody makes this pod again. */
  | { readonly kind: 'orphan'; readonly ref: string; readonly owner: OwnerReference }
  | { readonly kind: 'bare'; readonly ref: string };

export interface WorkloadIndex {
  readonly rootOf: (pod: Pod) => PodRoot;
}

export interface WorkloadLists {
  readonly deployments: readonly Workload[];
  readonly replicaSets: readonly Workload[];
  /** The nodes whose pods had their ReplicaSets read: there, one that is missing does not exist. */
  readonly replicaSetsReadOn: ReadonlySet<string>;
  readonly statefulSets: readonly Workload[];
  readonly daemonSets: readonly Workload[];
  readonly jobs: readonly Workload[];
}

/** Kinds of which a list is complete, so that an owner that is not on it does not exist. */
const LISTED = ['StatefulSet', 'DaemonSet', 'Job', 'Deployment'];

interface Known {
  readonly byUid: ReadonlyMap<string, Workload>;
  readonly deploymentsByName: ReadonlyMap<string, Workload>;
  readonly replicaSetsReadOn: ReadonlySet<string>;
}

export function indexWorkloads(lists: WorkloadLists): WorkloadIndex {
  const { deployments, replicaSets, statefulSets, daemonSets, jobs, replicaSetsReadOn } = lists;
  const all = [...deployments, ...replicaSets, ...statefulSets, ...daemonSets, ...jobs];
  const known: Known = {
    byUid: new Map(all.map((workload) => [workload.metadata.uid, workload])),
    deploymentsByName: new Map(deployments.map((deployment) => [keyOf(deployment.metadata), deployment])),
    replicaSetsReadOn,
  };
  const roots = new Map<string, PodRoot>();
  return {
    rootOf(pod) {
      const owner = controllerOf(pod);
      if (!owner) return { kind: 'bare', ref: objectName('Pod', pod.metadata.namespace, pod.metadata.name) };
      const root = roots.get(owner.uid) ?? findRoot(pod, owner, known);
      if (root.kind === 'workload') roots.set(owner.uid, root);
      return root;
    },
  };
}

function findRoot(pod: Pod, owner: OwnerReference, known: Known): PodRoot {
  const { namespace } = pod.metadata;
  const direct = known.byUid.get(owner.uid);
  if (direct) {
    const above = controllerOf(direct);
    const workload = (above && known.byUid.get(above.uid)) ?? direct;
    const ref = objectName(workload.kind, namespace, workload.metadata.name);
    return { kind: 'workload', ref, workload, template: direct.spec.template };
  }
  if (owner.kind === 'ReplicaSet') return throughName(pod, owner, known);
  const ref = objectName(owner.kind, namespace, owner.name);
  return { kind: LISTED.includes(owner.kind) ? 'orphan' : 'custom', ref, owner };
}

/** A ReplicaSet is named `<deployment>-<pod-template-hash>`; one that was not read leads to its Deployment by that. */
function throughName(
  pod: Pod,
  owner: OwnerReference,
  { deploymentsByName, replicaSetsReadOn }: Known,
): PodRoot {
  const { namespace = '', labels } = pod.metadata;
  const hash = labels?.['pod-template-hash'];
  const name = hash && owner.name.endsWith(`-${hash}`) ? owner.name.slice(0, -hash.length - 1) : undefined;
  const deployment = name === undefined ? undefined : deploymentsByName.get(`${namespace}/${name}`);
  if (deployment && selects(deployment.spec.selector, labels)) {
    const ref = objectName('Deployment', namespace, deployment.metadata.name);
    return { kind: 'workload', ref, workload: deployment, template: deployment.spec.template };
  }
  const ref = objectName(owner.kind, namespace, owner.name);
  return { kind: replicaSetsReadOn.has(pod.spec.nodeName ?? '') ? 'orphan' : 'custom', ref, owner };
}

function keyOf({ namespace, name }: { readonly namespace?: string; readonly name: string }): string {
  return `${namespace ?? ''}/${name}`;
}
