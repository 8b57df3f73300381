import { mayDo } from '../../core/request/access.ts';
import type { InboxItem } from '../../core/request/inbox-item.ts';
import type { PatchCommand } from '../../core/request/patch-command.ts';
import type { Reply } from '../../core/request/reply.ts';
import { preflightInSteps } from '../../core/preflight/run-preflight.ts';
import { captureFleet } from '../capture-fleet.ts';
import type { Directory } from '../directory.ts';
import { findGroup } from '../directory.ts';
import { readPerson } from '../person-facts.ts';
import { accessReply } from './replies.ts';
import { inSlices } from '../in-slices.ts';

type PatchWords = Extract<PatchCommand, { kind: 'patch' }>;

/** `/patch prod workers --dry-run`: reads and reports to the person who asked. Takes no slot, so it works beside a rollout. */
export async function dryRun(
  directory: Directory,
  item: InboxItem,
  words: PatchWords,
  answer: (reply: Reply) => Promise<void>,
): Promise<void> {
  const handle = findGroup(directory, words.cluster, words.nodeGroup);
  if (!handle) return;
  const { ports, settings, own } = handle;
  const person = await readPerson(ports, settings, item.sender);
  const access = mayDo(person, 'look', { teamId: directory.teamId });
  if (!access.allowed) return answer(accessReply(access, settings));
  await answer({
    code: 'ok',
    what: `Reading ${words.cluster}/${words.nodeGroup}; nothing is changed by this.`,
  });
  const snapshot = await captureFleet(ports, settings, { ownNode: own.node });
  const report = await inSlices(ports.clock, preflightInSteps(snapshot, settings.policy));
  const title = `Dry run of ${words.cluster}/${words.nodeGroup}`;
  await ports.chat.respond(item.responseUrl, ports.render.preflight(report, title), 'ephemeral');
}
