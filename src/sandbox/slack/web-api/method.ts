import type { SlackParts } from '../slack-parts.ts';
import type { Answer } from './answer.ts';
import type { Arguments } from './arguments.ts';

/** One Web API method. */
export interface Method {
  /** Any one of them will do; none: no scope is needed. */
  readonly scopes: readonly string[];
  /** Which token it takes; left out: the bot's. `none`: it takes any, or none. */
  readonly token?: 'app' | 'none';
  run(slack: SlackParts, args: Arguments): Answer;
}

export type MethodTable = Readonly<Record<string, Method>>;
