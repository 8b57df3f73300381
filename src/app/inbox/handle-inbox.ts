import type { InboxItem } from '../../core/request/inbox-item.ts';
import { parsePatchCommand } from '../../core/request/parse-patch-command.ts';
import type { PatchCommand } from '../../core/request/patch-command.ts';
import type { Reply } from '../../core/request/reply.ts';
import { knownGroups } from '../directory.ts';
import type { Directory } from '../directory.ts';
import { patiently } from '../patiently.ts';
import type { ConversationPorts } from '../ports.ts';
import { dryRun } from './dry-run.ts';
import { handleClick } from './handle-click.ts';
import { operateRollout } from './operate-rollout.ts';
import type { OperatorVerb } from './operate-rollout.ts';
import { dependencyReply } from './replies.ts';
import { requestPatch } from './request-patch.ts';
import { shareReport } from './share-report.ts';
import { showHelp } from './show-help.ts';
import { rolloutMeant } from './rollout-meant.ts';
import { showStatus } from './show-status.ts';
import { waiveFinding } from './waive-finding.ts';

type Mouth = Pick<ConversationPorts, 'chat' | 'render' | 'log' | 'clock'>;

/** Answers one command or click. Every one gets an answer, also when something it needs is down. */
export async function handleInbox(mouth: Mouth, directory: Directory, item: InboxItem): Promise<void> {
  const answer = async (reply: Reply): Promise<void> => {
    await mouth.chat
      .respond(item.responseUrl, mouth.render.reply(reply), 'ephemeral')
      .catch((error: unknown) =>
        mouth.log.warn('an answer did not reach its person', { error: String(error), code: reply.code }),
      );
  };
  try {
    await patiently(mouth.clock, async () =>
      item.kind === 'click'
        ? handleClick(directory, item, answer)
        : handleCommand(directory, item, parsePatchCommand(item.text, knownGroups(directory)), answer),
    );
  } catch (error) {
    mouth.log.error('a request could not be handled', { error: String(error), kind: item.kind });
    await answer(dependencyReply(error));
  }
}

async function handleCommand(
  directory: Directory,
  item: InboxItem,
  command: PatchCommand,
  answer: (reply: Reply) => Promise<void>,
): Promise<void> {
  switch (command.kind) {
    case 'patch':
      return command.dryRun
        ? dryRun(directory, item, command, answer)
        : requestPatch(directory, item, command, answer);
    case 'status':
      return answer(await showStatus(directory, command.rollout));
    case 'pause':
    case 'resume':
    case 'abort':
      return answer(await operateByCommand(directory, item, command.kind, command.rollout));
    case 'report':
      return answer(await shareReport(directory, item, command.rollout));
    case 'waive':
      return waiveFinding(directory, item, command, answer);
    case 'help':
      return answer(showHelp(knownGroups(directory)));
    case 'unknown':
      return answer({
        code: 'E-TEXT',
        what: 'I did not understand that. Nothing was done.',
        why: command.why,
        next: 'Did you mean:',
        suggestions: command.suggestions,
      });
  }
}

async function operateByCommand(
  directory: Directory,
  item: InboxItem,
  verb: OperatorVerb,
  wanted: string | undefined,
): Promise<Reply> {
  const meant = await rolloutMeant(directory, item, wanted, (id) => `/patch ${verb} ${id}`);
  if (meant.kind === 'unclear') return meant.reply;
  return operateRollout(directory, meant.handle, meant.rollout, item, verb);
}
