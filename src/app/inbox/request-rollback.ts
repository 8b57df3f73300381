import { mayDo } from '../../core/request/access.ts';
import type { InboxItem } from '../../core/request/inbox-item.ts';
import type { Reply } from '../../core/request/reply.ts';
import { openRollout } from '../../core/rollout/open-rollout.ts';
import type { Rollout } from '../../core/rollout/rollout.ts';
import { wake } from '../change-rollout.ts';
import type { Directory, GroupHandle } from '../directory.ts';
import { readPerson } from '../person-facts.ts';
import { accessReply, staleCardReply, staleStoreReply } from './replies.ts';
import { planAndOffer } from './request-patch.ts';

/**
 * Replacing patched nodes by the former release is a plan of its own, with its own approval (design decision 5). The
 * halted rollout waits beside it and comes back if the plan is not carried out.
 */
export async function requestRollback(
  directory: Directory,
  handle: GroupHandle,
  undoing: Rollout,
  item: InboxItem,
  answer: (reply: Reply) => Promise<void>,
): Promise<void> {
  const { ports, settings } = handle;
  const person = await readPerson(ports, settings, item.sender);
  const access = mayDo(person, 'operate', { teamId: directory.teamId, requesterId: undoing.requestedBy.id });
  if (!access.allowed) return answer(accessReply(access, settings));
  const held = await ports.slots.read(settings.nodeGroup);
  const current = held?.slot.rollout;
  if (!held || current?.id !== undoing.id || !mayBeUndone(current))
    return answer(staleCardReply(undoing.id, current));
  const rollout = openRollout({
    nonce: ports.secure.nonce(16),
    requestedBy: { id: item.sender.userId, name: item.sender.userName },
    requestKey: item.dedupeKey,
    channel: settings.channel,
    approvalsNeeded: settings.approvers.needed,
    undoing: current,
    at: ports.clock.now(),
    real: ports.clock.real(),
  });
  const { halted: _none, ...slot } = held.slot;
  const kept = current.phase === 'halted' ? { halted: current } : {};
  const outcome = await ports.slots.save({ ...slot, ...kept, rollout }, held.version);
  if (outcome.kind === 'stale') return answer(staleStoreReply(settings));
  await answer({
    code: 'ok',
    what: `${rollout.id}: planning the way back from ${undoing.id}.`,
    next: 'It needs its own approval; the plan is posted in the channel.',
  });
  await wake(handle);
  await planAndOffer(handle, rollout);
}

function mayBeUndone({ phase, kind }: Rollout): boolean {
  return kind === 'patch' && (phase === 'halted' || phase === 'succeeded' || phase === 'aborted');
}
