import { mayDo } from '../../core/request/access.ts';
import type { InboxItem } from '../../core/request/inbox-item.ts';
import type { Reply } from '../../core/request/reply.ts';
import type { Rollout } from '../../core/rollout/rollout.ts';
import { changeRollout } from '../change-rollout.ts';
import type { Directory, GroupHandle } from '../directory.ts';
import { readPerson } from '../person-facts.ts';
import { auditPerson } from './audit-person.ts';
import { accessReply, staleCardReply, staleStoreReply } from './replies.ts';

type Click = Extract<InboxItem, { kind: 'click' }>;

/**
 * Approve or reject. A vote counts once a person, for exactly the plan that was shown, by somebody who may vote now and
 * did not ask for it. The proof of the click goes into the audit log before the vote counts.
 */
export async function castVote(
  directory: Directory,
  handle: GroupHandle,
  click: Click,
  verb: 'approve' | 'reject',
): Promise<Reply> {
  const { ports, settings } = handle;
  const rollout = (await ports.slots.read(settings.nodeGroup))?.slot.rollout;
  if (rollout?.id !== click.rollout) return staleCardReply(click.rollout, rollout);
  const person = await readPerson(ports, settings, click.sender);
  const requesterRejects = verb === 'reject' && click.sender.userId === rollout.requestedBy.id;
  const access = requesterRejects
    ? mayDo(person, 'operate', { teamId: directory.teamId, requesterId: rollout.requestedBy.id })
    : mayDo(person, 'vote', { teamId: directory.teamId, requesterId: rollout.requestedBy.id });
  if (!access.allowed) return accessReply(access, settings);
  if (verb === 'approve' && waivedBySelf(rollout, click)) return selfWaivedReply(settings);
  const earlier = answered(rollout, click);
  if (earlier) return earlier;
  await auditPerson(handle, rollout, click, {
    action: `approval.${verb}`,
    target: { message: click.messageTs },
    why: 'a person pressed the button',
  });
  return verb === 'approve' ? approve(handle, rollout, click) : reject(handle, rollout, click);
}

/** Four eyes: who answers for a finding is not the one who judges whether that is enough. */
function waivedBySelf({ plan }: Rollout, { sender }: Click): boolean {
  return plan?.waivers?.some(({ by }) => by.id === sender.userId) ?? false;
}

function selfWaivedReply(settings: GroupHandle['settings']): Reply {
  const why = 'You answer for a finding in this plan, and four eyes are needed.';
  return accessReply({ allowed: false, code: 'E-SELF', why }, settings);
}

function answered(rollout: Rollout, click: Click): Reply | undefined {
  const vote = rollout.approvals.find(({ by }) => by.id === click.sender.userId);
  if (vote) return { code: 'E-DONE', what: `You have approved ${rollout.id} already. Nothing more to do.` };
  if (rollout.phase !== 'awaiting-approval' || click.planHash !== rollout.planHash)
    return staleCardReply(click.rollout, rollout);
  return undefined;
}

async function approve(handle: GroupHandle, rollout: Rollout, click: Click): Promise<Reply> {
  const { clock } = handle.ports;
  const by = { id: click.sender.userId, name: click.sender.userName };
  const change = await changeRollout(handle, rollout.id, (current) => {
    if (current.planHash !== click.planHash) return 'conflict';
    if (current.expiresAt !== undefined && clock.real() > current.expiresAt) return 'conflict';
    return { type: 'approved', by, planHash: click.planHash ?? '', at: clock.now(), real: clock.real() };
  });
  switch (change.kind) {
    case 'changed': {
      const count = change.rollout.approvals.length;
      const more = change.rollout.approvalsNeeded - count;
      return {
        code: 'ok',
        what: `Your approval of ${rollout.id} counts (${count} of ${change.rollout.approvalsNeeded}).`,
        next: more > 0 ? `${more} more needed.` : 'Preflight runs once more, then it starts.',
      };
    }
    case 'conflict':
      return staleCardReply(click.rollout, change.rollout);
    case 'missing':
      return staleCardReply(click.rollout, undefined);
    case 'busy':
      return staleStoreReply(handle.settings);
  }
}

async function reject(handle: GroupHandle, rollout: Rollout, click: Click): Promise<Reply> {
  const { clock } = handle.ports;
  const by = { id: click.sender.userId, name: click.sender.userName };
  const type = by.id === rollout.requestedBy.id ? 'cancelled' : 'rejected';
  const change = await changeRollout(handle, rollout.id, ({ startedAt }) =>
    // A card from before the start is no way to abort.
    startedAt === undefined ? { type, by, at: clock.now(), real: clock.real() } : 'conflict',
  );
  if (change.kind === 'changed')
    return { code: 'ok', what: `${rollout.id} is ${type}. Nothing was changed.` };
  return staleCardReply(click.rollout, change.kind === 'conflict' ? change.rollout : undefined);
}
