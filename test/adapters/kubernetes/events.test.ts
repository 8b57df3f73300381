import { expect, it } from 'vitest';
import { connectCluster } from '../../../src/adapters/kubernetes/connect-cluster.ts';
import { KubernetesCluster } from '../../../src/adapters/kubernetes/kubernetes-cluster.ts';
import { nodesComingFor } from '../../../src/core/health/nodes-coming.ts';
import { startSandboxCluster } from './sandbox-cluster.ts';

it('what an autoscaler says of one pod is found by the uid of that pod', async () => {
  const sandbox = await startSandboxCluster();
  const connection = connectCluster(
    { kind: 'kubeconfig', file: sandbox.kubeconfig, context: undefined },
    'drover/test',
  );
  try {
    const cluster = new KubernetesCluster('prod', connection);
    sandbox.objects.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
    const now = Date.now();
    for (const [name, uid] of [
      ['cart-1', 'uid-1'],
      ['cart-2', 'uid-2'],
    ])
      sandbox.objects.create('events', {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name: `${name}.1`, namespace: 'shop' },
        involvedObject: { kind: 'Pod', namespace: 'shop', name, uid },
        reason: 'TriggeredScaleUp',
        message: 'pod triggered scale-up: [{workers 3->4 (max: 9)}]',
        lastTimestamp: new Date(now).toISOString(),
        type: 'Normal',
      });

    const events = await cluster.list('events', {
      namespace: 'shop',
      fieldSelector: 'involvedObject.uid=uid-2',
    });

    expect(events).toHaveLength(1);
    expect(nodesComingFor(events, now)).toEqual(['uid-2']);
  } finally {
    await connection.close();
    await sandbox.close();
  }
});
