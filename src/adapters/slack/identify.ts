import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Log } from '../../ports/log.ts';
import { backoffMs, pause } from './backoff.ts';
import { toPortError } from './slack-error.ts';

/** Who we are in Slack. */
export interface SlackIdentity {
  readonly teamId: string;
  readonly botUserId: string;
  readonly botId: string;
}

const AuthTest = z.object({
  team_id: z.string().min(1),
  user_id: z.string().min(1),
  bot_id: z.string().min(1),
});

/** Asks Slack once. Throws PortError. */
export async function identify(client: WebClient): Promise<SlackIdentity> {
  try {
    const answer = AuthTest.parse(await client.auth.test());
    return { teamId: answer.team_id, botUserId: answer.user_id, botId: answer.bot_id };
  } catch (error) {
    throw toPortError(error, 'slack: auth.test');
  }
}

/** Asks until Slack answers or `signal` ends it (then undefined): Slack may be away when we start, and comes back. */
export async function identifyPatiently(
  client: WebClient,
  log: Log,
  signal: AbortSignal,
): Promise<SlackIdentity | undefined> {
  for (let failures = 0; !signal.aborted; failures++) {
    try {
      return await identify(client);
    } catch (error) {
      const { kind, message, retryAfterMs } = toPortError(error, 'slack: auth.test');
      log.error('Slack does not know us yet, asking again', { kind, message });
      await pause(retryAfterMs ?? backoffMs(failures), signal);
    }
  }
  return undefined;
}
