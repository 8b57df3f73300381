import { hasEnded } from './rollout.ts';
import type { Rollout } from './rollout.ts';
import type { Slot } from './slot.ts';

/**
 * The slot with its rollout changed. A rollback that ended before it began gives the slot back to the halted rollout
 * that it would have undone: that one still needs a decision.
 */
export function slotWith(slot: Slot, rollout: Rollout): Slot {
  const { halted, ...rest } = slot;
  if (!halted || !hasEnded(rollout.phase)) return { ...slot, rollout };
  const began = rollout.startedAt !== undefined;
  return { ...rest, rollout: began ? rollout : halted };
}
