import type { DisruptionBudget } from '../fleet/disruption-budget.ts';
import type { GroupState, InstanceState } from '../fleet/node-group.ts';
import type { Node } from '../fleet/node.ts';
import type { Pod } from '../fleet/pod.ts';
import type { VolumeAttachment } from '../fleet/storage.ts';
import type { Workload } from '../fleet/workload.ts';
import type { GateRecord, Surroundings } from '../health/gate-record.ts';
import type { Sample } from '../health/sample.ts';

/** The node group as it is now: the cloud's view and the cluster's. */
export interface GroupView {
  readonly group: GroupState;
  /** What the group's instances run; one may be missing for a moment (Describe is eventually consistent). */
  readonly instances: readonly InstanceState[];
  /** The cluster's nodes that stand on an instance of the group. */
  readonly nodes: readonly Node[];
  /** DaemonSet pods on nodes that already run the release. */
  readonly daemonPods: readonly Pod[];
  /** Texts of launches that failed since the surge, newest first. */
  readonly failedLaunches: readonly string[];
}

/** The claimed node and everything its replacement touches, as it is now. */
export interface NodeWork {
  /** Undefined when no node of this name and uid is there any more. */
  readonly node: Node | undefined;
  /** All pods on it. */
  readonly pods: readonly Pod[];
  /** The budgets of the namespaces of those pods and of the touched workloads. */
  readonly budgets: readonly DisruptionBudget[];
  /** The touched workloads that still exist. */
  readonly workloads: readonly Workload[];
  /** While it is drained: what is behind pods that came after the claim, of which the claim knows nothing. */
  readonly strangers?: Pick<Candidate, 'workloads' | 'workloadPods'>;
  /** Pods of touched workloads on nodes that already run the release, and unscheduled ones. */
  readonly movedPods: readonly Pod[];
  /** Uids of unscheduled pods among those that an autoscaler says it brings a node for. */
  readonly nodesComing?: readonly string[];
  readonly attachments: readonly VolumeAttachment[];
  readonly registration: 'none' | 'registered' | 'draining';
  /** What the metrics source said, where one is configured and this stage asks it. */
  readonly gate?: GateSeen;
}

/** What was asked of the metrics source at this look. */
export type GateSeen =
  /** Before the drain: how the workloads were. */
  | { readonly kind: 'baselines'; readonly record: GateRecord }
  /** In the window: how they are. */
  | { readonly kind: 'samples'; readonly samples: readonly Sample[]; readonly surroundings?: Surroundings }
  /** The source could not tell how they were. */
  | { readonly kind: 'unread'; readonly why: string };

/** One look at the world, read afresh for one decision. What a phase or stage does not need is left out. */
export interface Seen {
  /** Product time, epoch ms. */
  readonly now: number;
  /** Real time, epoch ms. */
  readonly real: number;
  /** How long un-doing must still wait (product ms): a former leader's request, or one of ours without an answer, may still land. 0: not at all. */
  readonly quietMs: number;
  /** The epoch of this engine's lease. */
  readonly epoch: number;
  readonly group?: GroupView;
  readonly work?: NodeWork;
  /** The node that would be claimed next, with its pods and workloads. */
  readonly candidate?: Candidate;
  /** Pods of the whole cluster that found no node, for the final report. */
  readonly pendingPods?: number;
  /** The node this engine runs on. */
  readonly ownNode?: string;
}

/** The node that would be claimed next, with what the claim has to remember. */
export interface Candidate {
  readonly name: string;
  readonly pods: readonly Pod[];
  readonly workloads: readonly Workload[];
  readonly workloadPods: readonly Pod[];
  /** Whether an engine on another node is ready to take over; looked up only where the candidate is our own node. */
  readonly standby: boolean;
  /** For how long (real ms) something of the rollout's story waits to be told; 0: people know everything. */
  readonly silentMs: number;
  /** What the checks of preflight that are run again before each node say against it: blockers, and what is not known. */
  readonly objections: readonly Objection[];
}

export interface Objection {
  /** The check's id. */
  readonly id: string;
  readonly objects: readonly string[];
  readonly message: string;
  readonly fix: string;
}
