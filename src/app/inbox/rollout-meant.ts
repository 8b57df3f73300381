import type { InboxItem } from '../../core/request/inbox-item.ts';
import type { Reply } from '../../core/request/reply.ts';
import type { Directory } from '../directory.ts';
import { inParallel } from '../in-parallel.ts';
import { surveyRollouts, type LiveRollout } from './show-status.ts';

type Meant =
  | ({ readonly kind: 'found' } & LiveRollout)
  /** None, or several: the person is told which there are. */
  | { readonly kind: 'unclear'; readonly reply: Reply };

/**
 * The rollout that a command is about: the one it names, the one of its thread, or the only one of its channel.
 * `withName`: the command as it would be typed with a rollout's id.
 */
export async function rolloutMeant(
  directory: Directory,
  item: InboxItem,
  wanted: string | undefined,
  withName: (id: string) => string,
): Promise<Meant> {
  const { live, unread } = await surveyRollouts(directory);
  const named = wanted ?? (await rolloutOfThread(directory, item));
  const here = live.filter(({ rollout }) =>
    named ? rollout.id === named : rollout.channel === item.channel,
  );
  const [only, ...others] = here;
  if (!only) {
    const missing = unread.length > 0 ? ` ${unread.join(', ')} could not be read.` : '';
    const what = wanted ? `${wanted} is not at work.` : 'No rollout is at work in this channel.';
    return {
      kind: 'unclear',
      reply: { code: 'E-NONE', what: `${what}${missing}`, next: 'See /patch status.' },
    };
  }
  if (others.length === 0) return { kind: 'found', ...only };
  const suggestions = here.map(({ rollout }) => withName(rollout.id));
  return {
    kind: 'unclear',
    reply: {
      code: 'E-WHICH',
      what: 'There are several rollouts in this channel.',
      next: 'Name one:',
      suggestions,
    },
  };
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
