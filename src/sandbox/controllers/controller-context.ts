import type { WorldClock } from '../clock.ts';
import type { Cluster } from '../kubernetes/cluster.ts';
import type { KubeObject, ResourceName, StoreEvent } from '../kubernetes/object.ts';
import type { MachineFeed } from '../machines.ts';
import type { Random } from '../random.ts';
import type { ControllerSettings } from './controller-settings.ts';
import { createEventRecorder, type EventRecorder } from './event-recorder.ts';
import { controllerOf, type Pod } from './kinds/pod.ts';
import { createObjectIndex, type ObjectIndex } from './object-index.ts';
import { createWorkQueue, type WorkQueue } from './work-queue.ts';

export interface ContextParts {
  readonly cluster: Cluster;
  readonly clock: WorldClock;
  readonly random: Random;
  readonly machines: MachineFeed;
  readonly settings: ControllerSettings;
}

/**
 * What every controller of the manager works with. A controller changes the world only from a queue, never from
 * within a watch, so that everybody sees the changes in their order and the manager can be paused as a whole.
 */
export class ControllerContext {
  readonly cluster: Cluster;
  readonly clock: WorldClock;
  readonly random: Random;
  readonly machines: MachineFeed;
  readonly settings: ControllerSettings;
  readonly podsByNamespace: ObjectIndex<Pod>;
  readonly podsByNode: ObjectIndex<Pod>;
  /** By the uid of their controlling owner. */
  readonly podsByController: ObjectIndex<Pod>;
  readonly #orphansByNamespace: ObjectIndex<Pod>;
  #queues: WorkQueue[] = [];
  #stops: (() => void)[] = [];

  constructor(parts: ContextParts) {
    this.cluster = parts.cluster;
    this.clock = parts.clock;
    this.random = parts.random;
    this.machines = parts.machines;
    this.settings = parts.settings;
    this.podsByNamespace = this.#podIndex(({ metadata }) => [metadata.namespace ?? '']);
    this.podsByNode = this.#podIndex(({ spec }) => (spec.nodeName ? [spec.nodeName] : []));
    this.podsByController = this.#podIndex((pod) => {
      const owner = controllerOf(pod);
      return owner ? [owner.uid] : [];
    });
    this.#orphansByNamespace = this.#podIndex((pod) =>
      controllerOf(pod) ? [] : [pod.metadata.namespace ?? ''],
    );
  }

  /** The pods that a workload owns, and those without an owner that it might adopt. */
  podsFor({ metadata }: KubeObject): Pod[] {
    const orphans = this.#orphansByNamespace.get(metadata.namespace ?? '');
    return [...this.podsByController.get(metadata.uid), ...orphans];
  }

  /** A queue that stands still when the manager does. */
  queue(lagMs: number, sync: (key: string) => void): WorkQueue {
    const queue = createWorkQueue({ clock: this.clock, lagMs, sync });
    this.#queues.push(queue);
    return queue;
  }

  /** Hears of every object there is, then of every change. */
  watch<T extends KubeObject>(resource: ResourceName, listener: (event: StoreEvent<T>) => void): void {
    for (const object of this.cluster.list<T>(resource)) {
      listener({ type: 'ADDED', resource, object, previous: undefined, version: 0 });
    }
    this.#stops.push(this.cluster.watch(resource, listener));
  }

  recorder(component: string): EventRecorder {
    return createEventRecorder(this.cluster, { component });
  }

  /** `stop` is called when the manager stops. */
  onStop(stop: () => void): void {
    this.#stops.push(stop);
  }

  pause(): void {
    for (const queue of this.#queues) queue.pause();
  }

  resume(): void {
    for (const queue of this.#queues) queue.resume();
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    for (const queue of this.#queues) queue.stop();
  }

  #podIndex(keysOf: (pod: Pod) => readonly string[]): ObjectIndex<Pod> {
    const index = createObjectIndex<Pod>(this.cluster, 'pods', keysOf);
    this.#stops.push(() => index.stop());
    return index;
  }
}
