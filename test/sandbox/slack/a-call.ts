import type { Slack } from '../../../src/sandbox/slack/start-slack.ts';
import type { WorkspaceSeed } from '../../../src/sandbox/slack/state/workspace-seed.ts';
import { DEFAULT_SEED } from '../../../src/sandbox/slack/state/workspace-seed.ts';
import { aClient } from './a-slack.ts';

export type Answer = Record<string, unknown> & { ok: boolean };
export type Args = Record<string, unknown>;

/** The methods that this test file called. */
export const called = new Set<string>();

/** Calls a method with the real client; an error is answered as Slack's body. */
export function call(slack: Slack, method: string, args: Args = {}, token?: string): Promise<Answer> {
  called.add(method);
  return aClient(slack, token)
    .apiCall(method, args)
    .then(
      (result) => result as unknown as Answer,
      (error: { data?: Answer; message: string }) => error.data ?? { ok: false, thrown: error.message },
    );
}

/** The default seed with a private channel without the bot, and one to be archived. */
export function aSeedWithOddChannels(): WorkspaceSeed {
  return {
    ...DEFAULT_SEED,
    channels: [
      ...DEFAULT_SEED.channels,
      { id: 'C0SECRET000', name: 'secret', isPrivate: true, members: ['ann'] },
      { id: 'C0OLD000000', name: 'old', members: ['ann', 'drover'] },
    ],
  };
}
