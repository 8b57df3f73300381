import type { NodeRef } from '../rollout/claim.ts';
import type { Release } from '../fleet/node-group.ts';
import type { Waiver } from '../preflight/waiver.ts';
import type { PatchPolicy } from './patch-policy.ts';

/** What people approve: everything material, hashed as canonical JSON (engine.md 2.6). */
export interface RolloutPlan {
  readonly schema: 1;
  readonly cluster: { readonly name: string; readonly uid: string };
  readonly nodeGroup: string;
  /** The Auto Scaling group. */
  readonly groupName: string;
  readonly groupArn: string;
  readonly desiredBefore: number;
  /** What the nodes run now, by image id: how many. */
  readonly from: Readonly<Record<string, number>>;
  readonly release: Release;
  /** No template version has the image yet: one that differs from the release's in ImageId alone is made after the approval. */
  readonly makesVersion?: true;
  /** The template version most of those nodes were launched from: what a rollback returns to. Unknown for other launches. */
  readonly formerVersion?: string;
  /** In the order of replacement, the canary first. */
  readonly nodes: readonly NodeRef[];
  /** Nodes that already run the release and are left alone. */
  readonly alreadyPatched: readonly string[];
  /** Zones in which pods are bound by their volumes: a node there is drained only beside a patched node of that zone. */
  readonly boundZones: readonly string[];
  /** Instances added first; may be more than the policy asks for, so that every zone with bound volumes gets one. */
  readonly surge: number;
  readonly policy: PatchPolicy;
  /** What the health gate will judge requests by, and what it will not judge: sentences. */
  readonly gate?: readonly string[];
  /** The ids and objects of the warnings that were shown: approval covers them. */
  readonly warnings: readonly string[];
  /** Blockers that somebody answers for, with the reason: approval covers them too, and no others. */
  readonly waivers?: readonly Waiver[];
  readonly requestedBy: string;
  /** Real time, epoch ms. */
  readonly createdAt: number;
  /** 128 bits, hex. */
  readonly nonce: string;
}
