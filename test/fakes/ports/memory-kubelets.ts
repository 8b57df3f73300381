import type { Node, Taint } from '../../../src/core/fleet/node.ts';
import { isCordoned, isReady, zoneOf } from '../../../src/core/fleet/node.ts';
import { isFinished, isPodReady, isTerminating } from '../../../src/core/fleet/pod.ts';
import type { Pod } from '../../../src/core/fleet/pod.ts';
import type { ManualClock } from './manual-clock.ts';
import type { Draft, MemoryObjects } from './memory-objects.ts';

/** How long things take on a node, ms. */
export interface NodeDurations {
  /** From the binding of a pod until it is Ready. */
  readonly startMs: number;
  /** From its deletion until it is gone. */
  readonly stopMs: number;
  /** From a pod's end until its volume is detached. */
  readonly detachMs: number;
}

export const NODE_DURATIONS: NodeDurations = { startMs: 10_000, stopMs: 5_000, detachMs: 3_000 };

/** A pod of this annotation can only run in that zone, as if a volume bound it. */
export const ZONE_ANNOTATION = 'test/zone';

/** A pod of this annotation holds a volume of that name, which follows it from node to node. */
export const VOLUME_ANNOTATION = 'test/volume';

/** The scheduler and the kubelets: they place pods, start them and let them go. */
export class MemoryKubelets {
  readonly #objects: MemoryObjects;
  readonly #clock: ManualClock;
  readonly #durations: NodeDurations;
  /** Whether a pod crashes on a node for ever instead of getting Ready. */
  crashes: (pod: Pod, node: Node) => boolean = () => false;
  /** Whether a pod heeds no word to stop: it stays terminating until this says otherwise. */
  clings: (pod: Pod) => boolean = () => false;
  /** Whether a volume stays attached although nobody uses it. */
  keepsVolume: (volume: string, nodeName: string) => boolean = () => false;
  readonly #busy = new Set<string>();
  readonly #onChange: () => void;

  constructor(objects: MemoryObjects, clock: ManualClock, onChange: () => void, durations: NodeDurations) {
    this.#objects = objects;
    this.#clock = clock;
    this.#onChange = onChange;
    this.#durations = durations;
  }

  reconcile(): void {
    for (const pod of this.#objects.list('pods')) {
      const node = this.#objects.get('nodes', undefined, pod.spec.nodeName ?? '');
      if (pod.spec.nodeName === undefined) this.#schedule(pod);
      else if (!node) this.#vanish(pod);
      // Without its kubelet a pod neither ends nor starts; its readiness is taken away.
      else if (!isReady(node)) this.#unready(pod);
      else if (isTerminating(pod)) this.#stop(pod);
      else if (!isPodReady(pod) && !isFinished(pod)) this.#start(pod, node);
    }
    this.#detach();
  }

  #unready(pod: Pod): void {
    if (!isPodReady(pod)) return;
    const at = new Date(this.#clock.now()).toISOString();
    this.#edit(pod, (draft) => {
      draft.status = {
        ...draft.status,
        conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: at }],
      };
    });
  }

  #schedule(pod: Pod): void {
    if (isTerminating(pod))
      return void this.#objects.remove('pods', pod.metadata.namespace, pod.metadata.name);
    const pods = this.#objects.list('pods');
    const load = (node: Node): number =>
      pods.filter(({ spec }) => spec.nodeName === node.metadata.name).length;
    const [best] = this.#objects
      .list('nodes')
      .filter((node) => fits(pod, node) && load(node) < roomOn(node))
      .toSorted(
        (a, b) =>
          avoided(a) - avoided(b) || load(a) - load(b) || (a.metadata.name < b.metadata.name ? -1 : 1),
      );
    if (!best && pod.status?.conditions?.[0]?.reason === 'Unschedulable') return;
    this.#edit(pod, (draft) => {
      if (best) draft.spec.nodeName = best.metadata.name;
      const condition = best
        ? { type: 'PodScheduled', status: 'True' }
        : {
            type: 'PodScheduled',
            status: 'False',
            reason: 'Unschedulable',
            message: '0 nodes are available',
          };
      draft.status = { ...draft.status, phase: 'Pending', conditions: [condition] };
    });
    if (best) this.#attach(pod, best.metadata.name);
  }

  #start(pod: Pod, node: Node): void {
    this.#once(`start ${pod.metadata.uid}`, this.#durations.startMs, () => {
      const crashes = this.crashes(pod, node);
      this.#edit(pod, (draft) => {
        const { conditions: _, containerStatuses = [], ...rest } = draft.status ?? {};
        const restartCount = (containerStatuses[0]?.restartCount ?? 0) + (crashes ? 1 : 0);
        const at = new Date(this.#clock.now()).toISOString();
        draft.status = {
          ...rest,
          phase: 'Running',
          conditions: [{ type: 'Ready', status: crashes ? 'False' : 'True', lastTransitionTime: at }],
          containerStatuses: draft.spec.containers.map(({ name }) => ({
            name,
            ready: !crashes,
            restartCount,
            state: crashes ? { waiting: { reason: 'CrashLoopBackOff' } } : { running: { startedAt: at } },
          })),
        };
      });
    });
  }

  #stop(pod: Pod): void {
    if (this.clings(pod)) return;
    this.#once(`stop ${pod.metadata.uid}`, this.#durations.stopMs, () => {
      if (!this.clings(pod)) this.#vanish(pod);
    });
  }

  #vanish({ metadata: { namespace, name, uid } }: Pod): void {
    if (this.#objects.get('pods', namespace, name)?.metadata.uid !== uid) return;
    this.#objects.remove('pods', namespace, name);
  }

  /** Volumes that nobody uses any more come off their node after a while. */
  #detach(): void {
    for (const { metadata, spec } of this.#objects.list('volumeattachments')) {
      const volume = spec.source.persistentVolumeName ?? '';
      if (this.#isHeld(volume, spec.nodeName) || this.keepsVolume(volume, spec.nodeName)) continue;
      this.#once(`detach ${metadata.name}`, this.#durations.detachMs, () => {
        if (!this.#isHeld(volume, spec.nodeName))
          this.#objects.remove('volumeattachments', undefined, metadata.name);
      });
    }
  }

  /** A pod that came back to the same node still needs the volume there. */
  #isHeld(volume: string, nodeName: string): boolean {
    return this.#objects
      .list('pods')
      .some(
        (pod) => pod.spec.nodeName === nodeName && pod.metadata.annotations?.[VOLUME_ANNOTATION] === volume,
      );
  }

  #attach({ metadata: { annotations } }: Pod, nodeName: string): void {
    const volume = annotations?.[VOLUME_ANNOTATION];
    if (volume === undefined) return;
    this.#objects.put('volumeattachments', {
      metadata: { name: attachmentName(volume, nodeName) },
      spec: { attacher: 'ebs.csi.aws.com', nodeName, source: { persistentVolumeName: volume } },
      status: { attached: true },
    });
  }

  #edit(pod: Pod, change: (draft: Draft<Pod>) => void): void {
    const { namespace, name, uid } = pod.metadata;
    if (this.#objects.get('pods', namespace, name)?.metadata.uid === uid)
      this.#objects.edit('pods', namespace, name, change);
  }

  #once(key: string, ms: number, run: () => void): void {
    if (this.#busy.has(key)) return;
    this.#busy.add(key);
    this.#clock.after(ms, () => {
      this.#busy.delete(key);
      run();
      this.#onChange();
    });
  }
}

/** The taint that stands for a cordon, which a pod may tolerate. */
const UNSCHEDULABLE: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

function attachmentName(volume: string, nodeName: string): string {
  return `csi-${volume}-${nodeName}`;
}

/** How many pods a node takes; one that does not say takes any number. */
function roomOn({ status }: Node): number {
  return Number(status?.allocatable?.['pods'] ?? Number.POSITIVE_INFINITY);
}

function fits(pod: Pod, node: Node): boolean {
  const zone = pod.metadata.annotations?.[ZONE_ANNOTATION];
  return (
    isReady(node) &&
    (!isCordoned(node) || tolerates(pod, UNSCHEDULABLE)) &&
    (zone === undefined || zone === zoneOf(node)) &&
    Object.entries(pod.spec.nodeSelector ?? {}).every(
      ([key, value]) => node.metadata.labels?.[key] === value,
    ) &&
    (node.spec?.taints ?? []).every((taint) => taint.effect === 'PreferNoSchedule' || tolerates(pod, taint))
  );
}

function tolerates(pod: Pod, taint: Taint): boolean {
  return (pod.spec.tolerations ?? []).some(
    ({ key, operator, value, effect }) =>
      (key === undefined || key === taint.key) &&
      (effect === undefined || effect === '' || effect === taint.effect) &&
      (operator === 'Exists' || (value ?? '') === (taint.value ?? '')),
  );
}

function avoided(node: Node): number {
  return node.spec?.taints?.some(({ effect }) => effect === 'PreferNoSchedule') === true ? 1 : 0;
}
