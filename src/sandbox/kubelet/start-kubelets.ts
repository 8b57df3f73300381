import type { WorldClock } from '../clock.ts';
import type { Node } from '../controllers/kinds/node.ts';
import type { Pod } from '../controllers/kinds/pod.ts';
import { keyOf, partsOf } from '../controllers/object-key.ts';
import { createWorkQueue } from '../controllers/work-queue.ts';
import type { Cluster } from '../kubernetes/cluster.ts';
import type { StoreEvent } from '../kubernetes/object.ts';
import type { ImageBook, MachineFeed } from '../machines.ts';
import type { Random } from '../random.ts';
import { createAddressBook } from './address-book.ts';
import { isFakeNode } from './fake-kubelet.ts';
import { startFakeKubelets } from './start-fake-kubelets.ts';
import { KUBELET_DEFAULTS, type KubeletSettings } from './kubelet-settings.ts';
import { KubeletBook } from './kubelet-book.ts';
import { ProcessTable } from './process-table.ts';

export interface KubeletOptions {
  readonly cluster: Cluster;
  readonly clock: WorldClock;
  readonly random: Random;
  /** Machines to boot kubelets on; without them only fake nodes have one. */
  readonly machines?: MachineFeed;
  readonly images?: ImageBook;
  readonly settings?: Partial<KubeletSettings>;
}

export interface Kubelets {
  /** Who answers at which address: for the traffic. */
  readonly processes: ProcessTable;
  stop(): void;
}

/** Boots a kubelet on every machine that runs, and stands in for those of fake nodes. Bare nodes have none. */
export function startKubelets(options: KubeletOptions): Kubelets {
  const { cluster, clock } = options;
  const settings = { ...KUBELET_DEFAULTS, ...options.settings };
  const lagMs = settings.noticeLagMs;
  const processes = new ProcessTable();
  const takeAddress = createAddressBook();
  const random = options.random.stream('kubelets');
  const book = new KubeletBook({ ...options, settings, processes, takeAddress, random });
  const fakes = startFakeKubelets(cluster, settings.fakeLagMs, takeAddress);
  const pods = createWorkQueue({ clock, lagMs, sync: (key) => syncPod(cluster, book, key) });
  const waiting = createWorkQueue({ clock, lagMs, sync: (name) => book.retryWaiting(name) });
  const onPod = ({ object }: Pick<StoreEvent<Pod>, 'object'>): void => {
    const isFake = isFakeNode(cluster.get('nodes', undefined, object.spec.nodeName ?? ''));
    if (object.spec.nodeName && !isFake) pods.add(`${object.metadata.uid} ${keyOf(object)}`);
  };
  const stops = [
    cluster.watch<Pod>('pods', onPod),
    ...watchSupplies(cluster, book, (nodeName) => waiting.add(nodeName)),
  ];
  for (const object of cluster.list<Pod>('pods')) onPod({ object });
  book.start();
  return {
    processes,
    stop: () => {
      for (const stop of stops) stop();
      for (const part of [pods, waiting, fakes, book]) part.stop();
    },
  };
}

function syncPod(cluster: Cluster, book: KubeletBook, key: string): void {
  const [uid = '', place = ''] = key.split(' ');
  const pod = cluster.get<Pod>('pods', ...partsOf(place));
  book.syncPod(uid, pod?.metadata.uid === uid ? pod : undefined);
}

/** What pods wait for: volumes that are attached, and the objects that volumes are made of. */
function watchSupplies(
  cluster: Cluster,
  book: KubeletBook,
  retry: (nodeName: string) => void,
): (() => void)[] {
  return [
    cluster.watch<Node>('nodes', ({ object, previous }) => {
      if (attachedNames(object) !== attachedNames(previous)) retry(object.metadata.name);
    }),
    ...['configmaps', 'secrets'].map((resource) =>
      cluster.watch(resource, ({ type }) => type === 'ADDED' && book.forEachName(retry)),
    ),
  ];
}

function attachedNames(node: Node | undefined): string {
  return (node?.status?.volumesAttached ?? []).map(({ name }) => name).join();
}
