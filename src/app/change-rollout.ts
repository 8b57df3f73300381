import { transition } from '../core/rollout/machine.ts';
import type { RolloutEvent } from '../core/rollout/rollout-event.ts';
import type { Rollout } from '../core/rollout/rollout.ts';
import { slotWith } from '../core/rollout/slot-with.ts';
import type { GroupHandle } from './directory.ts';

/** Tries of a compare-and-set against other writers of the slot. */
const TRIES_MAX = 5;

export type Change =
  | { readonly kind: 'changed'; readonly rollout: Rollout }
  /** The rollout is not in a phase that knows this event. */
  | { readonly kind: 'conflict'; readonly rollout: Rollout }
  /** There is no rollout of this id (any more). */
  | { readonly kind: 'missing' }
  | { readonly kind: 'busy' };

/** The way from a person's act to the slot: read, let the machine react, compare-and-set; then wake who must look. */
export async function changeRollout(
  { settings, ports }: GroupHandle,
  rolloutId: string,
  event: (rollout: Rollout) => RolloutEvent | 'conflict',
): Promise<Change> {
  for (let attempt = 1; attempt <= TRIES_MAX; attempt++) {
    const held = await ports.slots.read(settings.nodeGroup);
    const rollout = held?.slot.rollout;
    if (!held || rollout?.id !== rolloutId) return { kind: 'missing' };
    const made = event(rollout);
    if (made === 'conflict') return { kind: 'conflict', rollout };
    const result = transition(rollout, made);
    if (!result.ok) return { kind: 'conflict', rollout };
    const outcome = await ports.slots.save(slotWith(held.slot, result.rollout), held.version);
    if (outcome.kind === 'saved') {
      await wake({ settings, ports });
      return { kind: 'changed', rollout: result.rollout };
    }
  }
  return { kind: 'busy' };
}

/** Wake-ups are a courtesy: the pulse and the reconciler find the change without them. */
export async function wake({ settings, ports }: Pick<GroupHandle, 'settings' | 'ports'>): Promise<void> {
  await Promise.allSettled([
    ports.queue.wakeRollout(settings.cluster, settings.nodeGroup),
    ports.queue.wakeAnnouncer(settings.cluster, settings.nodeGroup),
  ]);
}
