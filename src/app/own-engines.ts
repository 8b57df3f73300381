import { isPodReady, isTerminating } from '../core/fleet/pod.ts';
import type { Pod } from '../core/fleet/pod.ts';
import type { Cluster } from '../ports/cluster.ts';

/** How the manifests label the pods of the engine. */
export const ENGINE_LABELS = {
  'app.kubernetes.io/name': 'drover',
  'app.kubernetes.io/component': 'engine',
} as const;

/** drover's own engines that could lead right now: Ready, and not on their way out. */
export function readyEngines(pods: readonly Pod[], namespace: string): readonly Pod[] {
  return pods.filter(
    (pod) =>
      pod.metadata.namespace === namespace &&
      Object.entries(ENGINE_LABELS).every(([key, value]) => pod.metadata.labels?.[key] === value) &&
      isPodReady(pod) &&
      !isTerminating(pod),
  );
}

/** Whether an engine on another node could take over, so that our own node can be drained by somebody who stays. */
export async function hasStandby(
  cluster: Pick<Cluster, 'list'>,
  namespace: string,
  ownNode: string,
): Promise<boolean> {
  const labelSelector = Object.entries(ENGINE_LABELS)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  const pods = await cluster.list('pods', { namespace, labelSelector });
  return readyEngines(pods, namespace).some(({ spec }) => spec.nodeName !== ownNode);
}
