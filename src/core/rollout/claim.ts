/** A node by everything that makes it this one: names are used again, uids and instance ids are not. */
export interface NodeRef {
  readonly name: string;
  readonly uid: string;
  readonly instanceId: string;
  readonly zone: string;
}

/** A workload whose pods this claim moves, as it was when the node was claimed. */
export interface TouchedWorkload {
  /** `Deployment/shop/cart`. */
  readonly ref: string;
  readonly desired: number;
  readonly available: number;
  /** Pods of it that were already failing, by uid: what was broken before is not our doing. */
  readonly brokenPods: readonly string[];
}

/** Something bad that was seen, and since when: most rules ask for it to last. */
export interface Sighting {
  /** `crash:<pod uid>`, `pending:<pod uid>`, `available:<ref>` … */
  readonly key: string;
  readonly since: number;
  readonly count: number;
  /** A value to compare with at the next look: a restart count, a transition time. */
  readonly last?: string;
}

export type ClaimStage =
  | 'draining'
  /** Empty; waiting for replacements Ready, volumes detached, load balancer deregistered. */
  | 'settling'
  /** The health window. The canary is judged before it is terminated, so that it can be undone whole. */
  | 'judging'
  | 'terminating';

/** The one node in work. It is written before its first effect, and a successor adopts it. */
export interface Claim {
  readonly node: NodeRef;
  /** `replace`: a node of the plan. `shed`: a surplus node, taken away again by a halt, an abort or the end. */
  readonly purpose: 'replace' | 'shed';
  readonly canary: boolean;
  readonly stage: ClaimStage;
  readonly claimedAt: number;
  /** Whether it was unschedulable before we came: then it is never uncordoned by us. */
  readonly wasUnschedulable: boolean;
  readonly workloads: readonly TouchedWorkload[];
  readonly podsTotal: number;
  readonly podsLeft: number;
  /** When the drain last moved on: a pod went, or began to go. */
  readonly progressAt?: number;
  readonly drainStartedAt?: number;
  /** What the drain or the settling waits for, in words for people. */
  readonly waitingFor?: string;
  /** What refused the last eviction, to be named if the drain stays stuck. */
  readonly blockedBy?: {
    readonly objects: readonly string[];
    readonly message: string;
    readonly fix: string;
  };
  /** Whether people were told that the drain is slow. */
  readonly slowTold?: boolean;
  /** When the node was first seen empty; it counts when seen again later. */
  readonly emptySince?: number | undefined;
  readonly settledAt?: number;
  /** Written before the call. `counted`: the smaller capacity is in `expectedDesired` already. */
  readonly terminate?: { readonly at: number; readonly decrement: boolean; readonly counted?: boolean };
  readonly sightings: readonly Sighting[];
  /** Looks of the health window that had all facts, and all looks: a PASS needs most of them valid. */
  readonly looks: { readonly valid: number; readonly all: number; readonly lastAt?: number };
}
