import type { CsiNode } from '../controllers/kinds/csi-node.ts';
import type { Node } from '../controllers/kinds/node.ts';
import { isFullyBound, type PersistentVolumeClaim } from '../controllers/kinds/persistent-volume-claim.ts';
import type { Pod, Volume } from '../controllers/kinds/pod.ts';
import { attachableVolumes, uniqueVolumeName } from '../controllers/volumes/attachable-volumes.ts';
import type { Cluster } from '../kubernetes/cluster.ts';
import { claimNames } from '../scheduler/pod-claims.ts';

const DRIVER = 'ebs.csi.aws.com';

/** The volumes on one node, as its kubelet keeps account of them. */
export class NodeVolumes {
  #cluster: Cluster;
  #nodeName: string;
  #unmountMs: number;
  /** The unique names of volumes by the uid of the pod that uses them. */
  #used = new Map<string, readonly string[]>();

  constructor(cluster: Cluster, nodeName: string, unmountMs: number) {
    this.#cluster = cluster;
    this.#nodeName = nodeName;
    this.#unmountMs = unmountMs;
  }

  /** Why the pod's volumes cannot be mounted yet, in the kubelet's words; undefined if they can. */
  problemOf(pod: Pod): string | undefined {
    for (const volume of pod.spec.volumes ?? []) {
      const problem = this.#missingSource(pod, volume);
      if (problem) return `MountVolume.SetUp failed for volume "${volume.name}" : ${problem}`;
    }
    const isBound = claimNames(pod).every((name) => {
      const claim = this.#cluster.get<PersistentVolumeClaim>(
        'persistentvolumeclaims',
        pod.metadata.namespace,
        name,
      );
      return claim !== undefined && isFullyBound(claim);
    });
    const attached = new Set((this.#node()?.status?.volumesAttached ?? []).map(({ name }) => name));
    const isAttached = attachableVolumes(this.#cluster, pod).every((volume) =>
      attached.has(uniqueVolumeName(volume)),
    );
    return isBound && isAttached ? undefined : unattachedText(pod);
  }

  /** Notes that the pod uses its volumes. Those that no pod uses any more are unmounted after a moment. */
  use(pod: Pod, isUsed: boolean): void {
    const { uid } = pod.metadata;
    if (isUsed) {
      this.#used.set(uid, attachableVolumes(this.#cluster, pod).map(uniqueVolumeName));
      this.#report();
    } else if (this.#used.delete(uid)) {
      this.#cluster.clock.after(this.#unmountMs, () => this.#report());
    }
  }

  /** The storage driver announces itself on the node, and how many volumes it can hold. */
  registerDriver({ apiVersion, kind, metadata }: Node, instanceId: string, count: number): void {
    this.#cluster.create<CsiNode>('csinodes.storage.k8s.io', {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'CSINode',
      metadata: {
        name: this.#nodeName,
        ownerReferences: [{ apiVersion, kind, name: metadata.name, uid: metadata.uid }],
      },
      spec: {
        drivers: [
          {
            name: DRIVER,
            nodeID: instanceId,
            topologyKeys: ['topology.kubernetes.io/zone'],
            allocatable: { count },
          },
        ],
      },
    });
  }

  #node(): Node | undefined {
    return this.#cluster.get<Node>('nodes', undefined, this.#nodeName);
  }

  #report(): void {
    const names = [...new Set([...this.#used.values()].flat())].sort();
    this.#cluster.edit<Node>('nodes', undefined, this.#nodeName, (draft) => {
      if (names.length > 0) draft.status = { ...draft.status, volumesInUse: names };
      else if (draft.status) delete draft.status.volumesInUse;
    });
  }

  /** A volume made of a ConfigMap or Secret that is not there. */
  #missingSource({ metadata }: Pod, { configMap, secret }: Volume): string | undefined {
    const has = (resource: string, name: string): boolean =>
      this.#cluster.get(resource, metadata.namespace, name) !== undefined;
    if (configMap && !configMap.optional && !has('configmaps', configMap.name)) {
      return `configmap "${configMap.name}" not found`;
    }
    return secret && !secret.optional && !has('secrets', secret.secretName)
      ? `secret "${secret.secretName}" not found`
      : undefined;
  }
}

function unattachedText({ spec }: Pod): string {
  const names = (spec.volumes ?? []).filter((volume) => volume.persistentVolumeClaim).map(({ name }) => name);
  return `Unable to attach or mount volumes: unmounted volumes=[${names.join(' ')}], unattached volumes=[], failed to process volumes=[]: timed out waiting for the condition`;
}
