import type { KnownBlock } from '@slack/types';
import type { ChartBlock } from './chart-block.ts';

export type MessageBlock = KnownBlock | ChartBlock;

/** A message in Slack's form. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly MessageBlock[];
}
