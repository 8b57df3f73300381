import { PortError } from '../../ports/port-error.ts';
import type { PortErrorKind } from '../../ports/port-error.ts';
import { failureOf } from './api-failure.ts';
import type { ApiFailure } from './api-failure.ts';

/** Any error of a call as the one error that leaves this adapter. `operation`: a verb and a resource, `list nodes`. */
export function toPortError(operation: string, error: unknown): PortError {
  if (error instanceof PortError) return error;
  const tried = `kubernetes: ${operation}`;
  const failure = failureOf(error);
  if (!failure) return new PortError('unavailable', tried, noAnswer(error), { cause: error });
  const { retryAfterMs } = failure;
  return new PortError(kindOf(failure), tried, messageOf(failure), {
    cause: error,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function kindOf({ code }: ApiFailure): PortErrorKind {
  if (code === 401 || code === 403) return 'forbidden';
  if (code === 404) return 'not-found';
  if (code === 409 || code === 410) return 'conflict';
  if (code === 429) return 'throttled';
  // A gateway in between answers 408; the API server itself 504 for a version that it has not reached.
  return code >= 500 || code === 408 ? 'unavailable' : 'invalid';
}

function messageOf(failure: ApiFailure): string {
  if (failure.code === 401) return 'the API server does not accept our credentials';
  return failure.message;
}

function noAnswer(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'no answer within the deadline';
  // undici says `fetch failed`, and why in the cause.
  const { cause } = error;
  const reason = cause instanceof Error ? cause : error;
  const code = 'code' in reason && typeof reason.code === 'string' ? ` (${reason.code})` : '';
  return `${reason.message}${code}`;
}
