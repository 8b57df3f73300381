import type { NodeRef } from '../rollout/claim.ts';

/** A change of a node that drover may make: its own keys, the cordon, and two keys of others made for this. */
export interface NodeChange {
  readonly unschedulable?: boolean;
  readonly addTaints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
  readonly removeTaints?: readonly string[];
  readonly annotations?: Readonly<Record<string, string | null>>;
  readonly labels?: Readonly<Record<string, string | null>>;
}

export interface PodRef {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/**
 * One effect on the world, as data: what is performed, audited and shown is this value. Every act names its object by
 * identity and sets an absolute value, so that doing it twice is doing it once.
 */
export type Act = { readonly why: string } & (
  | { readonly kind: 'tag-group'; readonly group: string; readonly tags: Readonly<Record<string, string>> }
  | { readonly kind: 'untag-group'; readonly group: string; readonly keys: readonly string[] }
  | { readonly kind: 'suspend-processes'; readonly group: string; readonly processes: readonly string[] }
  | { readonly kind: 'resume-processes'; readonly group: string; readonly processes: readonly string[] }
  | {
      readonly kind: 'use-template';
      readonly group: string;
      readonly templateId: string;
      readonly version: string;
    }
  | {
      /** Makes a version that differs from the source in ImageId alone; the token makes it one version, however often it is asked for. */
      readonly kind: 'create-template-version';
      readonly templateId: string;
      readonly sourceVersion: string;
      readonly imageId: string;
      readonly token: string;
    }
  | { readonly kind: 'set-desired'; readonly group: string; readonly desired: number }
  | {
      readonly kind: 'edit-node';
      /** The word for the audit log and for people: `node.cordon`, `node.taint` … */
      readonly verb: string;
      readonly node: { readonly name: string; readonly uid: string };
      readonly change: NodeChange;
    }
  | { readonly kind: 'evict'; readonly node: string; readonly pod: PodRef }
  | {
      readonly kind: 'terminate';
      readonly group: string;
      readonly node: NodeRef;
      readonly decrement: boolean;
    }
);

/** Keys that drover writes on objects of others. */
export const KEYS = {
  /** On a node: the rollout that works on it. */
  rollout: 'drover.dev/rollout',
  /** On a node: the lease's epoch of the writer. */
  epoch: 'drover.dev/epoch',
  /** On a node: `true` if it was unschedulable before drover came; then drover never uncordons it. */
  wasUnschedulable: 'drover.dev/was-unschedulable',
  /** On a node: we set the label that keeps load balancers away; only then do we remove it. */
  excluded: 'drover.dev/excluded',
  /** On a new node: we switched the cluster autoscaler off for it; only then do we switch it on again. */
  adopted: 'drover.dev/adopted',
  /** Taint on every node that is going to be replaced, so that moved pods prefer the new ones. */
  retiring: 'drover.dev/retiring',
  /** Keeps the service controller from sending traffic to a node that is about to go. */
  excludeFromLoadBalancers: 'node.kubernetes.io/exclude-from-external-load-balancers',
  /** Keeps the cluster autoscaler from taking a fresh, still empty node away. */
  scaleDownDisabled: 'cluster-autoscaler.kubernetes.io/scale-down-disabled',
  /** Tag on the Auto Scaling group: the capacity to go back to. */
  desiredBefore: 'drover.dev/desired-before',
} as const;
