import type { WorldClock } from '../clock.ts';
import type { EventRecorder } from '../controllers/event-recorder.ts';
import type { Pod } from '../controllers/kinds/pod.ts';
import type { Cluster } from '../kubernetes/cluster.ts';
import type { ImageTraits } from '../machines.ts';
import type { Random } from '../random.ts';
import type { KubeletSettings } from './kubelet-settings.ts';
import type { ProcessTable } from './process-table.ts';

/** What a node gives the pods that run on it. */
export interface PodHost {
  readonly cluster: Cluster;
  readonly clock: WorldClock;
  readonly random: Random;
  readonly processes: ProcessTable;
  readonly settings: KubeletSettings;
  readonly record: EventRecorder;
  readonly traits: ImageTraits | undefined;
  readonly ip: string;
  /** May pods with an address of their own start? */
  readonly hasNetwork: () => boolean;
  /** An address that nobody has. */
  readonly takeAddress: () => string;
  /** World ms until the image is on the node; 0 if it is there. */
  readonly pull: (image: string) => number;
  /** Why the volumes of a pod cannot be mounted yet; undefined if they can. */
  readonly volumeProblem: (pod: Pod) => string | undefined;
  /** The pod will use its volumes, or uses them no more. */
  readonly useVolumes: (pod: Pod, isUsed: boolean) => void;
}
