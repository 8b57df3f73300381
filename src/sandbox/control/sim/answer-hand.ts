import type { Refusal } from '../../slack/hands/refusal.ts';
import { ControlError } from '../http/control-error.ts';

/** What a hand may answer beside success: a refusal, maybe with the fields that were wrong. */
type Failure = Refusal & { readonly errors?: Readonly<Record<string, string>> };

/** A hand's answer as the test API's: what went well is the answer, a refusal is a 4xx that says what the person sees. */
export function answerHand<T extends { readonly ok: true }>(result: T | Failure): T {
  if (result.ok) return result;
  const { error: code, by, sees, errors } = result;
  const fix = by === 'app' && errors === undefined ? ` ${WHAT_TO_DO}` : '';
  throw new ControlError(statusOf(result), `${sees}${fix} (${code})`, {
    code,
    by,
    sees,
    ...(errors ? { errors } : {}),
  });
}

const WHAT_TO_DO =
  'Slack got no good answer from the app: see that it runs and is connected, or give its address to POST app.';

function statusOf({ by, error, errors }: Failure): number {
  if (errors !== undefined) return 422;
  if (by === 'app') return 424;
  if (error.endsWith('_not_found')) return 404;
  return error === 'not_in_channel' || error === 'account_inactive' ? 403 : 400;
}
