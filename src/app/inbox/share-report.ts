import { renderReport } from '../../core/preflight/render-report.ts';
import { mayDo } from '../../core/request/access.ts';
import type { InboxItem } from '../../core/request/inbox-item.ts';
import type { Reply } from '../../core/request/reply.ts';
import type { Rollout } from '../../core/rollout/rollout.ts';
import type { Directory, GroupHandle } from '../directory.ts';
import { groupKey } from '../group-settings.ts';
import { readPerson } from '../person-facts.ts';
import { accessReply, phaseName } from './replies.ts';
import { rolloutMeant } from './rollout-meant.ts';

/** `/patch report`: the full preflight report as a text file in the rollout's thread, to be kept or sent on. */
export async function shareReport(
  directory: Directory,
  item: InboxItem,
  wanted: string | undefined,
): Promise<Reply> {
  const meant = await rolloutMeant(directory, item, wanted, (id) => `/patch report ${id}`);
  if (meant.kind === 'unclear') return meant.reply;
  const { handle, rollout } = meant;
  const access = mayDo(await readPerson(handle.ports, handle.settings, item.sender), 'look', {
    teamId: directory.teamId,
  });
  if (!access.allowed) return accessReply(access, handle.settings);
  if (!rollout.preflight) {
    const why = `${rollout.id} is ${phaseName(rollout.phase)}.`;
    return {
      code: 'E-STALE',
      what: 'There is no preflight report yet.',
      why,
      next: 'Try again in a minute.',
    };
  }
  const text = renderReport(rollout.preflight, `${groupKey(handle.settings)} ${rollout.id}`);
  return send(handle, rollout, text);
}

async function send({ ports, settings }: GroupHandle, rollout: Rollout, text: string): Promise<Reply> {
  const thread = await ports.threads.read(settings.nodeGroup);
  const threadTs = thread?.rolloutId === rollout.id ? thread.rootTs : undefined;
  const outcome = await ports.chat.share({
    channel: rollout.channel,
    ...(threadTs === undefined ? {} : { threadTs }),
    name: `preflight-${rollout.id}.txt`,
    title: `Preflight report of ${rollout.id}`,
    text,
  });
  switch (outcome) {
    case 'shared':
      return { code: 'ok', what: `The preflight report of ${rollout.id} is a file in its thread now.` };
    case 'not-allowed':
      return {
        code: 'E-DEP',
        what: 'drover may not write files here.',
        why: 'The Slack app has no scope files:write, or files are switched off; the scope is optional.',
        next: `Press "Full report" on the message, or run drover preflight ${settings.cluster} ${settings.nodeGroup} in a terminal.`,
      };
  }
}
