import { connectCluster } from '../../src/adapters/kubernetes/connect-cluster.ts';
import { KubernetesWakeSource } from '../../src/adapters/kubernetes/kubernetes-wake-source.ts';
import { startSandboxCluster } from '../adapters/kubernetes/sandbox-cluster.ts';
import { MemoryLog } from '../fakes/ports/memory-log.ts';
import { describeWakeSourceContract } from './wake-source.contract.ts';

/** Long enough for a change on loopback, short enough to wait for one that must not come. */
const WAIT_MS = 1_500;

describeWakeSourceContract("the adapter on the sandbox's Kubernetes", async () => {
  const sandbox = await startSandboxCluster();
  const { objects, kubeconfig } = sandbox;
  for (const name of ['drover', 'shop'])
    objects.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  const connection = connectCluster(
    { kind: 'kubeconfig', file: kubeconfig, context: undefined },
    'drover/0.1.0',
  );
  const spec = { containers: [{ name: 'main', image: 'x' }] };
  return {
    source: new KubernetesWakeSource(connection, 'drover', new MemoryLog()),
    makeNode: async (name) => {
      objects.create('nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name }, spec: {} });
    },
    makePod: async (name) => {
      objects.create('pods', { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'shop' }, spec });
    },
    until: async (done) => {
      const deadline = performance.now() + WAIT_MS;
      while (!done()) {
        if (performance.now() > deadline) throw new Error('it did not happen');
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    close: async () => {
      await connection.close();
      await sandbox.close();
    },
  };
});
