import type { IncomingHttpHeaders } from 'node:http';
import type { SlackParts } from '../slack-parts.ts';
import type { TokenOwner } from '../token-book.ts';
import type { Answer } from './answer.ts';
import { refuse } from './answer.ts';
import type { Arguments } from './arguments.ts';
import { CHAT_METHODS } from './chat-methods.ts';
import { CONVERSATION_METHODS } from './conversation-methods.ts';
import { FILE_METHODS } from './file-methods.ts';
import type { Method, MethodTable } from './method.ts';
import { OTHER_METHODS } from './other-methods.ts';
import { PEOPLE_METHODS } from './people-methods.ts';
import { VIEW_METHODS } from './view-methods.ts';

/** Every method there is; any other name is `unknown_method`. */
export const METHODS: MethodTable = {
  ...CHAT_METHODS,
  ...CONVERSATION_METHODS,
  ...FILE_METHODS,
  ...OTHER_METHODS,
  ...PEOPLE_METHODS,
  ...VIEW_METHODS,
};

/** Who calls, by header or (in a form) by argument. Undefined: nobody known. */
export function callerOf(
  { tokens }: SlackParts,
  headers: IncomingHttpHeaders,
  args: Arguments,
): TokenOwner | undefined {
  return tokens.owner(tokenOf(headers, args));
}

/** Checks token and scopes, then lets the method answer. */
export function answerCall(
  slack: SlackParts,
  name: string,
  headers: IncomingHttpHeaders,
  args: Arguments,
): Answer {
  const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  if (!method) return refuse('unknown_method', { req_method: name });
  if (method.token !== 'none') {
    const trouble = troubleOf(slack, method, headers, args);
    if (trouble) return trouble;
  }
  return method.run(slack, args);
}

function troubleOf(
  slack: SlackParts,
  method: Method,
  headers: IncomingHttpHeaders,
  args: Arguments,
): Answer | undefined {
  const token = tokenOf(headers, args);
  if (token === '') return refuse('not_authed');
  const owner = slack.tokens.owner(token);
  if (!owner) return refuse('invalid_auth');
  if (owner.trouble) return refuse(owner.trouble);
  if (owner.kind !== (method.token ?? 'bot')) return refuse('not_allowed_token_type');
  const { scopes } = method;
  if (scopes.length === 0 || scopes.some((scope) => owner.scopes.includes(scope))) return undefined;
  return refuse('missing_scope', { needed: scopes.join(','), provided: owner.scopes.join(',') });
}

function tokenOf(headers: IncomingHttpHeaders, args: Arguments): string {
  return /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? args.text('token');
}
