import type { KubeObject } from '../kubernetes/object.ts';
import type { World } from '../world.ts';

interface Pod extends KubeObject {
  readonly spec: { readonly nodeName?: string };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** When things happened to one pod, world epoch ms. */
export interface PodTimes {
  readonly uid: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** `kind/uid` of what made it. */
  readonly owner: string;
  nodeName: string | undefined;
  readonly createdAt: number;
  readyAt: number | undefined;
  endingAt: number | undefined;
  goneAt: number | undefined;
}

/** Notes down when pods come, get ready, begin to end and are gone, from now on. */
export class PodTimesRecorder {
  readonly #times = new Map<string, PodTimes>();
  readonly #stop: () => void;

  constructor({ cluster, clock }: World) {
    for (const pod of cluster.list<Pod>('pods')) this.#note(pod, clock.now());
    this.#stop = cluster.watch<Pod>('pods', ({ type, object }) => {
      const times = this.#note(object, clock.now());
      if (type === 'DELETED') times.goneAt ??= clock.now();
    });
  }

  all(): readonly PodTimes[] {
    return [...this.#times.values()];
  }

  stop(): void {
    this.#stop();
  }

  #note({ metadata, spec, status }: Pod, now: number): PodTimes {
    const owner = metadata.ownerReferences?.find(({ controller }) => controller);
    const times = this.#times.get(metadata.uid) ?? {
      uid: metadata.uid,
      namespace: metadata.namespace ?? '',
      labels: metadata.labels ?? {},
      owner: owner ? `${owner.kind}/${owner.uid}` : '',
      nodeName: undefined,
      createdAt: now,
      readyAt: undefined,
      endingAt: undefined,
      goneAt: undefined,
    };
    times.nodeName ??= spec.nodeName;
    if (metadata.deletionTimestamp) times.endingAt ??= now;
    if (status?.conditions?.some((one) => one.type === 'Ready' && one.status === 'True'))
      times.readyAt ??= now;
    this.#times.set(metadata.uid, times);
    return times;
  }
}
