import type { Pod } from '../controllers/kinds/pod.ts';
import type { ImageBook, Machine, MachineEvent, MachineFeed } from '../machines.ts';
import { Kubelet, type KubeletParts } from './kubelet.ts';

type Parts = Omit<KubeletParts, 'machine' | 'traits' | 'poweredOnAt'> & {
  readonly machines?: MachineFeed;
  readonly images?: ImageBook;
};

/** The kubelets of the world by their machine. Two machines may bear one name, one after the other. */
export class KubeletBook {
  #parts: Parts;
  #byInstance = new Map<string, Kubelet>();
  /** Who ran a pod: its end is told to the same. */
  #byPod = new Map<string, Kubelet>();
  #stop: () => void = () => {};

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  start(): void {
    const { machines } = this.#parts;
    if (!machines) return;
    for (const machine of machines.machines()) this.#boot(machine, machine.runningSince);
    this.#stop = machines.subscribe((event) => this.#onMachine(event));
  }

  stop(): void {
    this.#stop();
    for (const kubelet of this.#byInstance.values()) kubelet.die();
    this.#byInstance.clear();
  }

  /** `pod` is undefined if its object is gone. */
  syncPod(uid: string, pod: Pod | undefined): void {
    const kubelet = this.#byPod.get(uid) ?? this.#named(pod?.spec.nodeName);
    if (!kubelet) return;
    if (pod) this.#byPod.set(uid, kubelet);
    else this.#byPod.delete(uid);
    kubelet.sync(uid, pod);
  }

  retryWaiting(nodeName: string): void {
    this.#named(nodeName)?.retryWaiting();
  }

  forEachName(visit: (nodeName: string) => void): void {
    for (const { nodeName } of this.#byInstance.values()) visit(nodeName);
  }

  #named(nodeName: string | undefined): Kubelet | undefined {
    return [...this.#byInstance.values()].find(
      (kubelet) => kubelet.isRegistered && kubelet.nodeName === nodeName,
    );
  }

  #onMachine({ type, machine }: MachineEvent): void {
    const kubelet = this.#byInstance.get(machine.instanceId);
    switch (type) {
      case 'running':
        if (!kubelet) this.#boot(machine, this.#parts.clock.now());
        return;
      case 'stopping':
        if (kubelet) this.#parts.clock.after(0, () => this.#remove(kubelet, true));
        return;
      case 'gone':
        if (kubelet) this.#parts.clock.after(0, () => this.#remove(kubelet, false));
        return;
    }
  }

  #boot(machine: Machine, poweredOnAt: number): void {
    const traits = this.#parts.images?.get(machine.imageId);
    if (!traits) return;
    const kubelet = new Kubelet({ ...this.#parts, machine, traits, poweredOnAt });
    this.#byInstance.set(machine.instanceId, kubelet);
    kubelet.boot();
  }

  #remove(kubelet: Kubelet, isAnnounced: boolean): void {
    if (!this.#byInstance.delete(kubelet.machine.instanceId)) return;
    for (const [uid, holder] of this.#byPod) if (holder === kubelet) this.#byPod.delete(uid);
    if (isAnnounced) kubelet.shutDown();
    else kubelet.die();
  }
}
