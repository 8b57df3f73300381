import type { KnownBlock } from '@slack/types';

/** A message in Slack's form. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}
