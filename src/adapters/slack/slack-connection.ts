import type { WebClientOptions } from '@slack/web-api';
import { WebClient } from '@slack/web-api';
import type { Log } from '../../ports/log.ts';
import { slackLogger } from './slack-logger.ts';

export const SLACK_API_URL = 'https://slack.com/api/';

const CALL_DEADLINE_MS = 10_000;

/** How the Web API is reached. */
export interface SlackConnection {
  readonly botToken: string;
  /** `https://slack.com/api/` unless told. */
  readonly apiUrl?: string;
  /** For every call, real ms; 10 s unless told. Without one a hung call holds its worker for minutes. */
  readonly deadlineMs?: number;
  readonly log: Log;
}

/**
 * Options under which the SDK hides nothing: no retries (they post twice when an answer is lost), no waiting out of
 * limits (it would hold up every other call), no calls to addresses out of arguments.
 */
export function webClientOptions({
  apiUrl,
  deadlineMs,
  log,
}: Omit<SlackConnection, 'botToken'>): WebClientOptions {
  return {
    slackApiUrl: apiUrl ?? SLACK_API_URL,
    timeout: deadlineMs ?? CALL_DEADLINE_MS,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: slackLogger(log),
  };
}

export function webClient(connection: SlackConnection): WebClient {
  return new WebClient(connection.botToken, webClientOptions(connection));
}
