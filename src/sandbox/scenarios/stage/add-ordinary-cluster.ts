import { addDaemonSet, addDeployment, addStatefulSet } from './add-workload.ts';
import { addNodeGroup } from './add-node-group.ts';
import { addCoreDns } from './add-core-dns.ts';
import type { Stage } from './stage.ts';

/** Three zones, six nodes, forty pods, two StatefulSets: what a well-kept cluster looks like. */
export function addOrdinaryCluster(stage: Stage): void {
  addNodeGroup(stage);
  addNamespaces(stage, ['kube-system', 'shop', 'payments', 'data']);
  addStorageClass(stage);
  addDaemonSet(stage, 'aws-node');
  addDaemonSet(stage, 'kube-proxy');
  stage.onceUp(() => {
    addCoreDns(stage);
    addShop(stage);
    addData(stage);
  });
}

function addShop(stage: Stage): void {
  addDeployment(stage, {
    namespace: 'shop',
    name: 'web',
    replicas: 6,
    requestsPerSecond: 80,
    budget: { maxUnavailable: 1 },
  });
  addDeployment(stage, {
    namespace: 'shop',
    name: 'cart',
    replicas: 4,
    requestsPerSecond: 40,
    budget: { minAvailable: 3 },
  });
  addDeployment(stage, {
    namespace: 'shop',
    name: 'checkout',
    replicas: 4,
    requestsPerSecond: 30,
    budget: { maxUnavailable: '25%' },
  });
  addDeployment(stage, {
    namespace: 'shop',
    name: 'search',
    replicas: 3,
    requestsPerSecond: 25,
    budget: { maxUnavailable: 1 },
  });
  addDeployment(stage, {
    namespace: 'payments',
    name: 'api',
    replicas: 3,
    requestsPerSecond: 20,
    budget: { minAvailable: 2 },
  });
}

function addData(stage: Stage): void {
  const slowStart = { startSeconds: 12, readySeconds: 8, onSigterm: 'drain', drainSeconds: 4 } as const;
  const database = {
    namespace: 'data',
    replicas: 3,
    volumeGiB: 20,
    cpu: '400m',
    memory: '1Gi',
    graceSeconds: 60,
  };
  addStatefulSet(stage, {
    ...database,
    name: 'orders-db',
    requestsPerSecond: 15,
    behaviour: slowStart,
    budget: { maxUnavailable: 1 },
  });
  addStatefulSet(stage, {
    ...database,
    name: 'sessions',
    requestsPerSecond: 15,
    behaviour: slowStart,
    budget: { maxUnavailable: 1 },
  });
}

export function addNamespaces({ cluster }: Stage, names: readonly string[]): void {
  for (const name of names) {
    if (cluster.get('namespaces', undefined, name)) continue;
    cluster.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  }
}

function addStorageClass({ cluster }: Stage): void {
  cluster.create('storageclasses.storage.k8s.io', {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'gp3', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner: 'ebs.csi.aws.com',
    volumeBindingMode: 'WaitForFirstConsumer',
    reclaimPolicy: 'Delete',
  });
}
