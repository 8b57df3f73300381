import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import type { PostOutcome } from '../../ports/chat.ts';
import type { PortErrorKind } from '../../ports/port-error.ts';
import { PortError } from '../../ports/port-error.ts';

/** Slack's own word for a refusal (`channel_not_found`); undefined if it did not refuse but failed. */
export function refusalOf(error: unknown): string | undefined {
  return error instanceof WebAPIPlatformError ? error.data.error : undefined;
}

/** What a failed post or update means. Anything that may have been taken after all is unclear, never an error. */
export function outcomeOf(error: unknown, operation: string): PostOutcome {
  if (error instanceof WebAPIRateLimitedError)
    return { kind: 'limited', retryAfterMs: error.retryAfter * 1_000 };
  const refusal = refusalOf(error);
  if (refusal !== undefined) {
    if (LIMITS.includes(refusal)) return { kind: 'limited', retryAfterMs: LIMITED_MS };
    if (PASSING.includes(refusal)) return { kind: 'unclear' };
    const closed = FORBIDDEN.includes(refusal) || CLOSED.includes(refusal);
    return { kind: closed ? 'closed' : 'refused', error: refusal };
  }
  if (error instanceof WebAPIHTTPError || error instanceof WebAPIRequestError) return { kind: 'unclear' };
  // A 429 without Retry-After reaches us as a plain error: the call was not taken.
  if (error instanceof Error && error.message.includes('Retry header')) {
    return { kind: 'limited', retryAfterMs: LIMITED_MS };
  }
  throw toPortError(error, operation);
}

/** The only error that leaves this adapter. */
export function toPortError(error: unknown, operation: string): PortError {
  if (error instanceof PortError) return error;
  const cause = error;
  if (error instanceof WebAPIRateLimitedError) {
    const retryAfterMs = error.retryAfter * 1_000;
    return new PortError('throttled', operation, `Slack asks to wait ${error.retryAfter} s`, {
      cause,
      retryAfterMs,
    });
  }
  const refusal = refusalOf(error);
  if (refusal !== undefined) return new PortError(kindOf(refusal), operation, refusal, { cause });
  const message = error instanceof Error ? error.message : String(error);
  return new PortError('unavailable', operation, message, { cause });
}

/** Where Slack names no time. */
const LIMITED_MS = 10_000;
const LIMITS = ['ratelimited', 'rate_limited', 'message_limit_exceeded'];
/** Slack's own trouble: the message may be there, and the next try may succeed. */
const PASSING = [
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
  'update_failed',
];
const FORBIDDEN = [
  'missing_scope',
  'invalid_auth',
  'not_authed',
  'token_revoked',
  'token_expired',
  'account_inactive',
  'no_permission',
  'plan_upgrade_required',
  'not_allowed_token_type',
];
/** The channel takes nothing from us, whatever it is. */
const CLOSED = [
  'channel_not_found',
  'is_archived',
  'is_inactive',
  'not_in_channel',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_non_threadable_channel',
  'team_access_not_granted',
  'access_denied',
  'ekm_access_denied',
];
const ABSENT = ['user_not_found', 'no_such_subteam', 'channel_not_found', 'message_not_found', 'not_found'];

function kindOf(refusal: string): PortErrorKind {
  if (FORBIDDEN.includes(refusal)) return 'forbidden';
  if (ABSENT.includes(refusal)) return 'not-found';
  if (LIMITS.includes(refusal)) return 'throttled';
  return PASSING.includes(refusal) ? 'unavailable' : 'invalid';
}
