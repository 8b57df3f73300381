import type { LabelSelector } from '../controllers/kinds/label-selector.ts';
import type { Pod } from '../controllers/kinds/pod.ts';
import type { Service } from '../controllers/kinds/service.ts';
import type { Cluster } from '../kubernetes/cluster.ts';
import type { KubeObject } from '../kubernetes/object.ts';
import { createSnapshot, type OwnerSelector, type Snapshot } from './snapshot.ts';

interface Selecting extends KubeObject {
  spec: { selector?: LabelSelector };
}

/** `assumed`: pods by uid that are as good as bound, with the node they wait to be bound to. */
export function snapshotOf(cluster: Cluster, assumed: ReadonlyMap<string, string>): Snapshot {
  const pods = cluster.list<Pod>('pods');
  return createSnapshot({
    nodes: cluster.list('nodes'),
    pods: assumed.size === 0 ? pods : pods.map((pod) => withAssumedNode(pod, assumed)),
    claims: cluster.list('persistentvolumeclaims'),
    volumes: cluster.list('persistentvolumes'),
    storageClasses: cluster.list('storageclasses.storage.k8s.io'),
    csiNodes: cluster.list('csinodes.storage.k8s.io'),
    csiDrivers: cluster.list('csidrivers.storage.k8s.io'),
    capacities: cluster.list('csistoragecapacities.storage.k8s.io'),
    attachments: cluster.list('volumeattachments.storage.k8s.io'),
    namespaces: cluster.list('namespaces'),
    owners: ownersOf(cluster),
  });
}

function withAssumedNode(pod: Pod, assumed: ReadonlyMap<string, string>): Pod {
  const nodeName = assumed.get(pod.metadata.uid);
  return nodeName === undefined || pod.spec.nodeName ? pod : { ...pod, spec: { ...pod.spec, nodeName } };
}

function ownersOf(cluster: Cluster): OwnerSelector[] {
  const services = cluster
    .list<Service>('services')
    .flatMap(({ metadata, spec }) =>
      spec.selector
        ? [{ namespace: metadata.namespace ?? '', selector: { matchLabels: spec.selector } }]
        : [],
    );
  const workloads = ['replicasets.apps', 'statefulsets.apps'].flatMap((resource) =>
    cluster
      .list<Selecting>(resource)
      .flatMap(({ metadata, spec }) =>
        spec.selector ? [{ namespace: metadata.namespace ?? '', selector: spec.selector }] : [],
      ),
  );
  return [...services, ...workloads];
}
