import { controllerOf, isDaemonSetPod, isFinished, isMirror, isTerminating } from '../fleet/pod.ts';
import type { Pod } from '../fleet/pod.ts';

/**
 * What a drain does with a pod. `evict`: moves it. `skip-daemonset`, `skip-mirror`: live and die with the node.
 * `finished`: holds nothing and goes with the node. `going`: already terminating. `bare`: no controller would make it
 * again, so it is never evicted unasked.
 */
export type PodClass = 'evict' | 'skip-daemonset' | 'skip-mirror' | 'finished' | 'going' | 'bare';

/** kubectl's filters, in kubectl's order (peers.md 2.1), with bare pods refused as kubectl refuses them. */
export function classifyPod(pod: Pod): PodClass {
  if (isMirror(pod)) return 'skip-mirror';
  if (isDaemonSetPod(pod)) return 'skip-daemonset';
  if (isFinished(pod)) return 'finished';
  if (isTerminating(pod)) return 'going';
  return controllerOf(pod) ? 'evict' : 'bare';
}

/** Whether a node with this pod still counts as not empty. */
export function keepsNodeBusy(pod: Pod): boolean {
  const kind = classifyPod(pod);
  return kind === 'evict' || kind === 'going' || kind === 'bare';
}
