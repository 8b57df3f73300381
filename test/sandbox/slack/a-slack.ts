import { onTestFinished } from 'vitest';
import { WebClient } from '@slack/web-api';
import { LogLevel } from '@slack/bolt';
import { FaultBook } from '../../../src/sandbox/faults.ts';
import { createRandom } from '../../../src/sandbox/random.ts';
import type { AppConfig } from '../../../src/sandbox/slack/app-config.ts';
import type { Slack, SlackOptions } from '../../../src/sandbox/slack/start-slack.ts';
import { startSlack } from '../../../src/sandbox/slack/start-slack.ts';
import type { WorkspaceOptions } from '../../../src/sandbox/slack/state/workspace.ts';
import { createWorkspace } from '../../../src/sandbox/slack/state/workspace.ts';

export const PROD = 'C0OPSPROD00';
export const ANN = 'U0ANN000000';
export const BOB = 'U0BOB000000';

/** Every scope and event that a test may need; `scopes` and the rest may be given anew. */
const EVERYTHING: AppConfig = {
  id: 'A0DROVER000',
  signingSecret: 'a-signing-secret',
  botToken: 'xoxb-bot',
  appToken: 'xapp-app',
  scopes: [
    'commands',
    'chat:write',
    'usergroups:read',
    'users:read',
    'users:read.email',
    'channels:read',
    'groups:read',
    'im:read',
    'channels:history',
    'groups:history',
    'im:write',
    'channels:join',
    'app_mentions:read',
    'metadata.message:read',
    'files:write',
    'reactions:write',
    'reactions:read',
    'pins:write',
    'team:read',
  ],
  slashCommands: [{ command: '/patch', usageHint: 'prod workers', shouldEscape: true }],
  eventSubscriptions: [
    'app_home_opened',
    'app_mention',
    'message.channels',
    'message_metadata_posted',
    'member_joined_channel',
    'channel_archive',
    'channel_rename',
    'channel_left',
    'subteam_members_changed',
    'reaction_added',
    'tokens_revoked',
  ],
};

export interface SlackWishes extends Partial<Omit<SlackOptions, 'workspace' | 'app'>> {
  readonly app?: Partial<AppConfig>;
  readonly workspace?: Partial<WorkspaceOptions>;
}

/** A Slack that is closed when the test ends. It loses patience after one second, not three. */
export async function aSlack({ app, workspace, ...options }: SlackWishes = {}): Promise<Slack> {
  const slack = await startSlack({
    workspace: createWorkspace({ random: createRandom('test'), ...workspace }),
    faults: new FaultBook(),
    app: { ...EVERYTHING, ...app },
    ackLimitMs: 1_000,
    eventRetryDelaysMs: [0, 20, 40],
    ...options,
  });
  onTestFinished(() => slack.close());
  return slack;
}

/** A client with the bot's token that gives up at once and says nothing on the console. */
export function aClient(slack: Slack, token: string = slack.app.botToken): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
    logger: silent(),
  });
}

export function silent(): ConstructorParameters<typeof WebClient>[1] extends infer O
  ? NonNullable<NonNullable<O> extends { logger?: infer L } ? L : never>
  : never {
  const nothing = (): void => undefined;
  return {
    debug: nothing,
    info: nothing,
    warn: nothing,
    error: nothing,
    setLevel: nothing,
    getLevel: () => LogLevel.ERROR,
    setName: nothing,
  };
}

/** Waits until `look` answers something, up to `limitMs`; looks every 10 ms. */
export async function eventually<T>(look: () => T | undefined | false, limitMs = 3_000): Promise<T> {
  const end = performance.now() + limitMs;
  while (performance.now() < end) {
    const seen = look();
    if (seen !== undefined && seen !== false) return seen;
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
  }
  throw new Error(`nothing was seen within ${limitMs} ms: ${look.toString()}`);
}
