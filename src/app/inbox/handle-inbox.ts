import type { InboxItem } from '../../core/request/inbox-item.ts';
import { parsePatchCommand } from '../../core/request/parse-patch-command.ts';
import type { PatchCommand } from '../../core/request/patch-command.ts';
import type { Reply } from '../../core/request/reply.ts';
import { knownGroups } from '../directory.ts';
import type { Directory } from '../directory.ts';
import { inParallel } from '../in-parallel.ts';
import { patiently } from '../patiently.ts';
import type { ConversationPorts } from '../ports.ts';
import { dryRun } from './dry-run.ts';
import { handleClick } from './handle-click.ts';
import { operateRollout } from './operate-rollout.ts';
import type { OperatorVerb } from './operate-rollout.ts';
import { dependencyReply } from './replies.ts';
import { requestPatch } from './request-patch.ts';
import { showHelp } from './show-help.ts';
import { showStatus, surveyRollouts } from './show-status.ts';

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

/** Without an id: the one rollout of this channel, if it is one. */
async function operateByCommand(
  directory: Directory,
  item: InboxItem,
  verb: OperatorVerb,
  wanted: string | undefined,
): Promise<Reply> {
  const { live, unread } = await surveyRollouts(directory);
  const named = wanted ?? (await rolloutOfThread(directory, item));
  const here = live.filter(({ rollout }) =>
    named ? rollout.id === named : rollout.channel === item.channel,
  );
  const [only, ...others] = here;
  if (!only) {
    const missing = unread.length > 0 ? ` ${unread.join(', ')} could not be read.` : '';
    const what = wanted ? `${wanted} is not at work.` : 'No rollout is at work in this channel.';
    return { code: 'E-NONE', what: `${what}${missing}`, next: 'See /patch status.' };
  }
  if (others.length > 0) {
    const suggestions = here.map(({ rollout }) => `/patch ${verb} ${rollout.id}`);
    return {
      code: 'E-WHICH',
      what: 'There are several rollouts in this channel.',
      next: 'Name one:',
      suggestions,
    };
  }
  return operateRollout(directory, only.handle, only.rollout, item, verb);
}

/** `@drover pause` in the thread of a rollout means that one. */
async function rolloutOfThread({ groups }: Directory, item: InboxItem): Promise<string | undefined> {
  if (item.kind !== 'command' || item.threadTs === undefined) return undefined;
  const threads = await inParallel(groups, ({ settings, ports }) =>
    ports.threads.read(settings.nodeGroup).catch(() => undefined),
  );
  return threads.find((thread) => thread?.rootTs === item.threadTs && thread?.channel === item.channel)
    ?.rolloutId;
}
