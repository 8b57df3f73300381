import type { Rollout } from './rollout.ts';

/** The schema of the slot that this release writes. A newer one is never touched (fault row 11). */
export const SLOT_SCHEMA = 1;

/**
 * The one object that says what drover intends for a node group: who may act on it is decided by compare-and-set on
 * its resourceVersion. It is the truth; Redis and Slack are views and wake-ups.
 */
export interface Slot {
  readonly schema: number;
  readonly cluster: string;
  readonly nodeGroup: string;
  /** The lease's epoch of the last writer; it never decreases. */
  readonly epoch: number;
  readonly rollout?: Rollout;
  /** A halted rollout that waits here while its rollback plan asks for approval. */
  readonly halted?: Rollout;
}

export function emptySlot(cluster: string, nodeGroup: string): Slot {
  return { schema: SLOT_SCHEMA, cluster, nodeGroup, epoch: 0 };
}
