import type { WebClientOptions } from '@slack/web-api';
import { LogLevel } from '@slack/web-api';
import type { Log } from '../../ports/log.ts';

type SlackLogger = NonNullable<WebClientOptions['logger']>;

const WORDS_MAX = 500;

/**
 * What the SDK says, in our log. Debug and info are dropped: they print whole payloads, with response addresses,
 * triggers and people's texts.
 */
export function slackLogger(log: Log): SlackLogger {
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...words: unknown[]) => log.warn('Slack SDK warns', { words: told(words) }),
    error: (...words: unknown[]) => log.error('Slack SDK failed', { words: told(words) }),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}

/** Messages only: an error object of the SDK carries the whole answer. */
function told(words: readonly unknown[]): string {
  return words
    .map((word) => (word instanceof Error ? word.message : String(word)))
    .join(' ')
    .slice(0, WORDS_MAX);
}
