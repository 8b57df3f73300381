import { samePlain } from '../../../src/core/same-plain.ts';
import { controllerOf, isFinished, isPodReady, isTerminating } from '../../../src/core/fleet/pod.ts';
import type { Pod } from '../../../src/core/fleet/pod.ts';
import type { Workload } from '../../../src/core/fleet/workload.ts';
import type { ManualClock } from './manual-clock.ts';
import { markTerminating } from './memory-eviction.ts';
import type { Draft, MemoryObjects } from './memory-objects.ts';
import { copyPlain } from './plain-data.ts';

/** The controllers of workloads: they make the pods that are missing, take away those too many, and count. */
export class MemoryWorkloads {
  readonly #objects: MemoryObjects;
  readonly #clock: ManualClock;
  #count = 0;

  constructor(objects: MemoryObjects, clock: ManualClock) {
    this.#objects = objects;
    this.#clock = clock;
  }

  reconcile(): void {
    const pods = podsByOwner(this.#objects.list('pods'));
    for (const set of this.#objects.list('replicasets')) this.#replicaSet(set, ownedBy(set, pods));
    for (const set of this.#objects.list('statefulsets')) this.#statefulSet(set, ownedBy(set, pods));
    for (const set of this.#objects.list('daemonsets')) this.#daemonSet(set, ownedBy(set, pods));
    for (const deployment of this.#objects.list('deployments')) this.#deployment(deployment);
  }

  /** A replacement is there at once, while the old pod still terminates (recording 33). */
  #replicaSet(set: Workload, pods: readonly Pod[]): void {
    const living = pods.filter(isLiving);
    const wanted = set.spec.replicas ?? 1;
    for (let n = living.length; n < wanted; n++) this.#create(set, `${set.metadata.name}-${this.#suffix()}`);
    for (const pod of tooMany(living, wanted)) markTerminating(this.#objects, pod, this.#clock.now());
    this.#countPods('replicasets', set, living, wanted);
  }

  /** One at a time, in order, each under its own name, and only when the old one is gone (recording 33). */
  #statefulSet(set: Workload, own: readonly Pod[]): void {
    const pods = new Map(own.map((pod) => [pod.metadata.name, pod]));
    const wanted = set.spec.replicas ?? 1;
    for (let ordinal = 0; ordinal < wanted; ordinal++) {
      const name = `${set.metadata.name}-${ordinal}`;
      const pod = pods.get(name);
      if (!pod) this.#create(set, name);
      if ((!pod || !isPodReady(pod) || isTerminating(pod)) && set.spec.podManagementPolicy !== 'Parallel')
        break;
    }
    const last = pods.get(`${set.metadata.name}-${wanted}`);
    if (last && !isTerminating(last)) markTerminating(this.#objects, last, this.#clock.now());
    this.#countPods('statefulsets', set, own.filter(isLiving), wanted);
  }

  /** A pod on every node, on cordoned ones too. */
  #daemonSet(set: Workload, pods: readonly Pod[]): void {
    const nodes = this.#objects.list('nodes').map(({ metadata }) => metadata.name);
    for (const node of nodes) {
      if (!pods.some(({ spec }) => spec.nodeName === node))
        this.#create(set, `${set.metadata.name}-${this.#suffix()}`, node);
    }
    for (const { metadata, spec } of pods) {
      if (!nodes.includes(spec.nodeName ?? ''))
        this.#objects.remove('pods', metadata.namespace, metadata.name);
    }
    this.#setStatus('daemonsets', set, {
      desiredNumberScheduled: nodes.length,
      currentNumberScheduled: pods.length,
      numberReady: pods.filter(isPodReady).length,
    });
  }

  #deployment(deployment: Workload): void {
    const sets = this.#objects
      .list('replicasets')
      .filter((set) => controllerOf(set)?.uid === deployment.metadata.uid);
    const sum = (field: 'replicas' | 'readyReplicas' | 'availableReplicas'): number =>
      sets.reduce((total, { status }) => total + (status?.[field] ?? 0), 0);
    this.#setStatus('deployments', deployment, {
      observedGeneration: deployment.metadata.generation ?? 1,
      replicas: sum('replicas'),
      updatedReplicas: sum('replicas'),
      readyReplicas: sum('readyReplicas'),
      availableReplicas: sum('availableReplicas'),
    });
  }

  #countPods(
    kind: 'replicasets' | 'statefulsets',
    set: Workload,
    living: readonly Pod[],
    wanted: number,
  ): void {
    const ready = living.filter(isPodReady).length;
    this.#setStatus(kind, set, {
      observedGeneration: set.metadata.generation ?? 1,
      replicas: Math.min(living.length, wanted),
      readyReplicas: ready,
      availableReplicas: ready,
      ...(kind === 'statefulsets'
        ? { currentRevision: '1', updateRevision: '1', updatedReplicas: living.length }
        : {}),
    });
  }

  #setStatus(
    kind: WorkloadKind,
    { metadata, status }: Workload,
    wanted: NonNullable<Workload['status']>,
  ): void {
    if (samePlain(status, wanted)) return;
    this.#objects.edit(kind, metadata.namespace, metadata.name, (draft) => {
      draft.status = copyPlain(wanted) as Draft<NonNullable<Workload['status']>>;
    });
  }

  #create(owner: Workload, name: string, nodeName?: string): void {
    const { template } = owner.spec;
    this.#objects.put('pods', {
      metadata: {
        name,
        ...(owner.metadata.namespace === undefined ? {} : { namespace: owner.metadata.namespace }),
        labels: { ...template.metadata?.labels },
        ...(template.metadata?.annotations ? { annotations: template.metadata.annotations } : {}),
        creationTimestamp: new Date(this.#clock.now()).toISOString(),
        ownerReferences: [
          {
            apiVersion: owner.apiVersion,
            kind: owner.kind,
            name: owner.metadata.name,
            uid: owner.metadata.uid,
            controller: true,
          },
        ],
      },
      spec: { ...template.spec, ...(nodeName === undefined ? {} : { nodeName }) },
      status: { phase: 'Pending', conditions: [] },
    });
  }

  #suffix(): string {
    this.#count += 1;
    return this.#count.toString(36).padStart(5, '0');
  }
}

type WorkloadKind = 'deployments' | 'replicasets' | 'statefulsets' | 'daemonsets';

function podsByOwner(pods: readonly Pod[]): ReadonlyMap<string, readonly Pod[]> {
  const found = new Map<string, Pod[]>();
  for (const pod of pods) {
    const uid = controllerOf(pod)?.uid;
    if (uid === undefined) continue;
    const own = found.get(uid);
    if (own) own.push(pod);
    else found.set(uid, [pod]);
  }
  return found;
}

function ownedBy({ metadata }: Workload, pods: ReadonlyMap<string, readonly Pod[]>): readonly Pod[] {
  return pods.get(metadata.uid) ?? [];
}

function isLiving(pod: Pod): boolean {
  return !isTerminating(pod) && !isFinished(pod);
}

/** Of pods too many those without a node go first, then those that are not ready. */
function tooMany(living: readonly Pod[], wanted: number): readonly Pod[] {
  if (living.length <= wanted) return [];
  const worth = (pod: Pod): number => (isPodReady(pod) ? 2 : pod.spec.nodeName === undefined ? 0 : 1);
  return living.toSorted((a, b) => worth(a) - worth(b)).slice(0, living.length - wanted);
}
