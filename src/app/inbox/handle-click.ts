import type { InboxItem } from '../../core/request/inbox-item.ts';
import type { Reply } from '../../core/request/reply.ts';
import type { Rollout } from '../../core/rollout/rollout.ts';
import type { Directory, GroupHandle } from '../directory.ts';
import { renderContext } from '../render-context.ts';
import { findGroup } from '../directory.ts';
import { castVote } from './cast-vote.ts';
import { operateRollout } from './operate-rollout.ts';
import { planAndOffer } from './request-patch.ts';
import { phaseName, staleCardReply } from './replies.ts';
import { requestRollback } from './request-rollback.ts';

type Click = Extract<InboxItem, { kind: 'click' }>;
type Answer = (reply: Reply) => Promise<void>;

/** A pressed button. It names the rollout it was drawn for; if that is over or in another phase, nothing is done. */
export async function handleClick(directory: Directory, click: Click, answer: Answer): Promise<void> {
  const [cluster = '', nodeGroup = ''] = click.group.split('/');
  const handle = findGroup(directory, cluster, nodeGroup);
  if (!handle) return answer(staleCardReply(click.rollout, undefined));
  if (click.verb === 'approve' || click.verb === 'reject')
    return answer(await castVote(directory, handle, click, click.verb));
  const rollout = (await handle.ports.slots.read(nodeGroup))?.slot.rollout;
  if (rollout?.id !== click.rollout) return answer(staleCardReply(click.rollout, rollout));
  return onRollout(directory, handle, rollout, click, answer);
}

async function onRollout(
  directory: Directory,
  handle: GroupHandle,
  rollout: Rollout,
  click: Click,
  answer: Answer,
): Promise<void> {
  switch (click.verb) {
    case 'pause':
    case 'resume':
    case 'retry':
    case 'abort':
    case 'cancel':
      return answer(await operateRollout(directory, handle, rollout, click, click.verb));
    case 'rollback':
      return requestRollback(directory, handle, rollout, click, answer);
    case 'rerun':
      return rerun(handle, rollout, answer);
    case 'details':
      return showDetails(handle, rollout, click);
    case 'report':
      return showReport(handle, rollout, click, answer);
    default:
      return answer({
        ...staleCardReply(click.rollout, rollout),
        why: `This release of drover does not know "${click.verb}".`,
      });
  }
}

/** The same request again, for a plan that was blocked and has been worked on since. */
async function rerun(handle: GroupHandle, rollout: Rollout, answer: Answer): Promise<void> {
  if (rollout.phase !== 'blocked') return answer(staleCardReply(rollout.id, rollout));
  await answer({
    code: 'ok',
    what: `${rollout.id}: preflight runs again.`,
    next: 'The message in the channel is redrawn.',
  });
  await planAndOffer(handle, rollout);
}

async function showReport(
  { ports, settings }: GroupHandle,
  rollout: Rollout,
  click: Click,
  answer: Answer,
): Promise<void> {
  if (!rollout.preflight) {
    return answer({
      code: 'E-STALE',
      what: 'There is no preflight report yet.',
      why: `${rollout.id} is ${phaseName(rollout.phase)}.`,
    });
  }
  const title = `${rollout.id} ${settings.cluster}/${settings.nodeGroup}`;
  await ports.chat.openView(click.triggerId, ports.render.preflightView(rollout.preflight, title));
}

/** Every node of the rollout, for whoever asks. */
async function showDetails({ ports, settings }: GroupHandle, rollout: Rollout, click: Click): Promise<void> {
  const held = await ports.slots.read(settings.nodeGroup);
  const context = renderContext(ports, settings, held?.objectName ?? '');
  await ports.chat.openView(click.triggerId, ports.render.detailsView(rollout, context));
}
