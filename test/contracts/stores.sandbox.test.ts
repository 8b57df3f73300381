import { connectCluster } from '../../src/adapters/kubernetes/connect-cluster.ts';
import { KubernetesLeaseStore } from '../../src/adapters/kubernetes/kubernetes-lease-store.ts';
import { KubernetesSlotStore } from '../../src/adapters/kubernetes/kubernetes-slot-store.ts';
import { KubernetesThreadStore } from '../../src/adapters/kubernetes/kubernetes-thread-store.ts';
import { startSandboxCluster } from '../adapters/kubernetes/sandbox-cluster.ts';
import { describeStoresContract } from './stores.contract.ts';

const NAMESPACE = 'drover';

describeStoresContract("the adapter on the sandbox's Kubernetes", async () => {
  const sandbox = await startSandboxCluster();
  const { objects, kubeconfig } = sandbox;
  objects.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
  const connection = connectCluster(
    { kind: 'kubeconfig', file: kubeconfig, context: undefined },
    'drover/0.1.0',
  );
  return {
    slots: new KubernetesSlotStore(connection, NAMESPACE),
    threads: new KubernetesThreadStore(connection, NAMESPACE),
    leases: new KubernetesLeaseStore(connection, NAMESPACE),
    pullBrake: async (nodeGroup) => {
      objects.edit('configmaps', NAMESPACE, `drover-${nodeGroup}`, (draft) => {
        draft.metadata.annotations = { ...draft.metadata.annotations, 'drover.dev/halt': 'true' };
      });
    },
    lose: async (nodeGroup) => {
      objects.delete('configmaps', NAMESPACE, `drover-${nodeGroup}`);
    },
    close: async () => {
      await connection.close();
      await sandbox.close();
    },
  };
});
