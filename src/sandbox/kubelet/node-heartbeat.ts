import type { WorldTimer } from '../clock.ts';
import type { Lease } from '../controllers/kinds/lease.ts';
import type { Node } from '../controllers/kinds/node.ts';
import type { Cluster } from '../kubernetes/cluster.ts';
import type { KubeletSettings } from './kubelet-settings.ts';

const NAMESPACE = 'kube-node-lease';
const RESOURCE = 'leases.coordination.k8s.io';

/** Renews the lease of a node, and writes its status from time to time. */
export class NodeHeartbeat {
  #cluster: Cluster;
  #name: string;
  #settings: KubeletSettings;
  #onBeat: () => void;
  #timers: WorldTimer[] = [];

  /** `onBeat` is called with every renewal: the kubelet then looks at what is said of its node. */
  constructor(cluster: Cluster, name: string, settings: KubeletSettings, onBeat: () => void) {
    this.#cluster = cluster;
    this.#name = name;
    this.#settings = settings;
    this.#onBeat = onBeat;
  }

  start({ apiVersion, kind, metadata }: Node): void {
    const { clock } = this.#cluster;
    this.#cluster.create(RESOURCE, {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: {
        name: this.#name,
        namespace: NAMESPACE,
        ownerReferences: [{ apiVersion, kind, name: metadata.name, uid: metadata.uid }],
      },
      spec: { holderIdentity: this.#name, leaseDurationSeconds: 40, renewTime: this.#microTime() },
    });
    this.#timers = [
      clock.every(this.#settings.heartbeatMs, () => {
        this.#renew();
        this.#onBeat();
      }),
      clock.every(this.#settings.statusMs, () => this.#report()),
    ];
  }

  stop(): void {
    for (const timer of this.#timers) timer.cancel();
  }

  #renew(): void {
    this.#cluster.edit<Lease>(RESOURCE, NAMESPACE, this.#name, (draft) => {
      draft.spec.renewTime = this.#microTime();
    });
  }

  #report(): void {
    const now = this.#cluster.clock.isoSeconds();
    this.#cluster.edit<Node>('nodes', undefined, this.#name, (draft) => {
      for (const condition of draft.status?.conditions ?? []) condition.lastHeartbeatTime = now;
    });
  }

  #microTime(): string {
    return new Date(this.#cluster.clock.now()).toISOString().replace('Z', '000Z');
  }
}
