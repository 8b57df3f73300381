import { controllerOf, isFinished, isPodReady, isTerminating } from '../../../src/core/fleet/pod.ts';
import type { Pod } from '../../../src/core/fleet/pod.ts';
import type { Workload } from '../../../src/core/fleet/workload.ts';
import type { ManualClock } from './manual-clock.ts';
import { markTerminating } from './memory-eviction.ts';
import type { MemoryObjects } from './memory-objects.ts';

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
    for (const set of this.#objects.list('replicasets')) this.#replicaSet(set);
    for (const set of this.#objects.list('statefulsets')) this.#statefulSet(set);
    for (const set of this.#objects.list('daemonsets')) this.#daemonSet(set);
    for (const deployment of this.#objects.list('deployments')) this.#deployment(deployment);
  }

  /** A replacement is there at once, while the old pod still terminates (recording 33). */
  #replicaSet(set: Workload): void {
    const living = this.#podsOf(set).filter((pod) => !isTerminating(pod) && !isFinished(pod));
    const wanted = set.spec.replicas ?? 1;
    for (let n = living.length; n < wanted; n++) this.#create(set, `${set.metadata.name}-${this.#suffix()}`);
    for (const pod of living.slice(wanted)) markTerminating(this.#objects, pod, this.#clock.now());
    this.#countPods('replicasets', set, wanted);
  }

  /** One at a time, in order, each under its own name, and only when the old one is gone (recording 33). */
  #statefulSet(set: Workload): void {
    const pods = new Map(this.#podsOf(set).map((pod) => [pod.metadata.name, pod]));
    const wanted = set.spec.replicas ?? 1;
    for (let ordinal = 0; ordinal < wanted; ordinal++) {
      const name = `${set.metadata.name}-${ordinal}`;
      const pod = pods.get(name);
      if (!pod) this.#create(set, name);
      if ((!pod || !isPodReady(pod) || isTerminating(pod)) && set.spec.podManagementPolicy !== 'Parallel')
        break;
    }
    this.#countPods('statefulsets', set, wanted);
  }

  /** A pod on every node, on cordoned ones too. */
  #daemonSet(set: Workload): void {
    const pods = this.#podsOf(set);
    const nodes = this.#objects.list('nodes').map(({ metadata }) => metadata.name);
    for (const node of nodes) {
      if (!pods.some(({ spec }) => spec.nodeName === node))
        this.#create(set, `${set.metadata.name}-${this.#suffix()}`, node);
    }
    for (const { metadata, spec } of pods) {
      if (!nodes.includes(spec.nodeName ?? ''))
        this.#objects.remove('pods', metadata.namespace, metadata.name);
    }
    const ready = pods.filter(isPodReady).length;
    const { namespace, name } = set.metadata;
    this.#objects.edit('daemonsets', namespace, name, (draft) => {
      draft.status = {
        desiredNumberScheduled: nodes.length,
        currentNumberScheduled: pods.length,
        numberReady: ready,
      };
    });
  }

  #deployment(deployment: Workload): void {
    const sets = this.#objects
      .list('replicasets')
      .filter((set) => controllerOf(set)?.uid === deployment.metadata.uid);
    const sum = (field: 'replicas' | 'readyReplicas' | 'availableReplicas'): number =>
      sets.reduce((total, { status }) => total + (status?.[field] ?? 0), 0);
    const { namespace, name, generation } = deployment.metadata;
    this.#objects.edit('deployments', namespace, name, (draft) => {
      draft.status = {
        observedGeneration: generation ?? 1,
        replicas: sum('replicas'),
        updatedReplicas: sum('replicas'),
        readyReplicas: sum('readyReplicas'),
        availableReplicas: sum('availableReplicas'),
      };
    });
  }

  #countPods(kind: 'replicasets' | 'statefulsets', set: Workload, wanted: number): void {
    const pods = this.#podsOf(set).filter((pod) => !isTerminating(pod) && !isFinished(pod));
    const ready = pods.filter(isPodReady).length;
    const { namespace, name, generation } = set.metadata;
    this.#objects.edit(kind, namespace, name, (draft) => {
      draft.status = {
        observedGeneration: generation ?? 1,
        replicas: Math.min(pods.length, wanted),
        readyReplicas: ready,
        availableReplicas: ready,
        ...(kind === 'statefulsets'
          ? { currentRevision: '1', updateRevision: '1', updatedReplicas: pods.length }
          : {}),
      };
    });
  }

  #podsOf(owner: Workload): readonly Pod[] {
    return this.#objects.list('pods').filter((pod) => controllerOf(pod)?.uid === owner.metadata.uid);
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
