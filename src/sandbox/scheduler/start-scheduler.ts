import type { WorldClock } from '../clock.ts';
import { createEventRecorder } from '../controllers/event-recorder.ts';
import type { Node } from '../controllers/kinds/node.ts';
import type { Pod } from '../controllers/kinds/pod.ts';
import type { Cluster } from '../kubernetes/cluster.ts';
import type { Random } from '../random.ts';
import { PodPlacer } from './pod-placer.ts';
import { SchedulingLoop } from './scheduling-loop.ts';
import { ALWAYS_WAKING, labelsChanged, nodeChangeWakes } from './wakes-scheduler.ts';

export interface SchedulerOptions {
  readonly cluster: Cluster;
  readonly clock: WorldClock;
  readonly random: Random;
  /** World ms between a change and the attempt that it causes. */
  readonly lagMs?: number;
}

/** The real one needs some ten milliseconds from a new pod to its node. */
const LAG_MS = 10;

/** Pods that nothing has woken are tried again after this time all the same. */
const FLUSH_MS = 300_000;

/**
 * The default scheduler over the world's objects: filters as recorded, then the best of the nodes that are left.
 * It does not preempt: a pod of higher priority waits like any other.
 */
export function startScheduler({ cluster, clock, random, lagMs = LAG_MS }: SchedulerOptions): {
  stop(): void;
} {
  const record = createEventRecorder(cluster, { component: 'default-scheduler' });
  const placer = new PodPlacer({ cluster, random: random.stream('scheduler'), record });
  const loop = new SchedulingLoop({ cluster, placer, lagMs });
  const wake = (): void => loop.wake();
  const stops = [
    cluster.watch<Pod>('pods', (event) => loop.onPod(event)),
    cluster.watch<Node>('nodes', (event) => nodeChangeWakes(event) && loop.wake()),
    cluster.watch('namespaces', (event) => labelsChanged(event) && loop.wake()),
    ...ALWAYS_WAKING.map((resource) => cluster.watch(resource, wake)),
  ];
  const flush = clock.every(FLUSH_MS, wake);
  for (const object of cluster.list<Pod>('pods')) {
    loop.onPod({ type: 'ADDED', resource: 'pods', object, previous: undefined, version: 0 });
  }
  return {
    stop: () => {
      for (const stop of stops) stop();
      flush.cancel();
      loop.stop();
    },
  };
}
