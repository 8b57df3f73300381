import type { Slot } from '../core/rollout/slot.ts';

/** The slot as it stood when it was read. `version` is its resourceVersion. */
export interface HeldSlot {
  readonly slot: Slot;
  readonly version: string;
  /** The annotation `drover.dev/halt=true` on the object: the brake outside Slack. */
  readonly brake: boolean;
  /** The name of the object, for the line that tells people how to pull the brake. */
  readonly objectName: string;
}

/** One slot object per node group, in drover's namespace of the cluster it belongs to. */
export interface SlotStore {
  /** Undefined if there was never one. A slot of a newer schema is thrown as PortError `invalid`. */
  read(nodeGroup: string): Promise<HeldSlot | undefined>;
  /** Creates it, or replaces exactly the version that was read. `stale`: another writer was first. */
  save(
    slot: Slot,
    version: string | undefined,
  ): Promise<{ readonly kind: 'saved'; readonly version: string } | { readonly kind: 'stale' }>;
}
