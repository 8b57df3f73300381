import type { Node } from '../controllers/kinds/node.ts';
import type { Pod } from '../controllers/kinds/pod.ts';
import { keyOf, partsOf } from '../controllers/object-key.ts';
import { createWorkQueue } from '../controllers/work-queue.ts';
import type { Cluster } from '../kubernetes/cluster.ts';
import { isFakeNode, syncFakeNode, syncFakePod } from './fake-kubelet.ts';

/** Stands in for the kubelets of fake nodes. `lagMs`: world ms between a change and what they do about it. */
export function startFakeKubelets(
  cluster: Cluster,
  lagMs: number,
  takeAddress: () => string,
): { stop(): void } {
  const { clock } = cluster;
  const nodes = createWorkQueue({ clock, lagMs, sync: (name) => syncFakeNode(cluster, name) });
  const pods = createWorkQueue({
    clock,
    lagMs,
    sync: (key) => {
      const pod = cluster.get<Pod>('pods', ...partsOf(key));
      if (pod) syncFakePod(cluster, pod, takeAddress);
    },
  });
  const onPod = (pod: Pod): void => {
    if (pod.spec.nodeName && isFakeNode(cluster.get('nodes', undefined, pod.spec.nodeName)))
      pods.add(keyOf(pod));
  };
  const onNode = (node: Node): void => {
    if (!isFakeNode(node)) return;
    nodes.add(node.metadata.name);
    for (const pod of cluster.list<Pod>('pods')) if (pod.spec.nodeName === node.metadata.name) onPod(pod);
  };
  const stops = [
    cluster.watch<Pod>('pods', ({ type, object }) => type !== 'DELETED' && onPod(object)),
    cluster.watch<Node>('nodes', ({ type, object }) => type === 'ADDED' && onNode(object)),
  ];
  for (const node of cluster.list<Node>('nodes')) onNode(node);
  return {
    stop: () => {
      for (const stop of stops) stop();
      nodes.stop();
      pods.stop();
    },
  };
}
