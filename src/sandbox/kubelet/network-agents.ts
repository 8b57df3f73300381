import type { DaemonSet } from '../controllers/kinds/daemon-set.ts';
import { controllerOf, type Pod } from '../controllers/kinds/pod.ts';
import type { Cluster } from '../kubernetes/cluster.ts';

/** DaemonSets that give nodes their network. */
const AGENTS = new Set(['aws-node', 'calico-node', 'cilium', 'kube-flannel', 'kube-flannel-ds']);

/** Do all network agents that the cluster has run on the node? True in a cluster that has none. */
export function networkAgentsRun(
  cluster: Cluster,
  nodeName: string,
  runs: (uid: string) => boolean,
): boolean {
  const agents = cluster
    .list<DaemonSet>('daemonsets.apps')
    .filter(({ metadata }) => AGENTS.has(metadata.name));
  return agents.every(({ metadata }) =>
    cluster
      .list<Pod>('pods', metadata.namespace)
      .some(
        (pod) =>
          pod.spec.nodeName === nodeName && controllerOf(pod)?.uid === metadata.uid && runs(pod.metadata.uid),
      ),
  );
}
