import type { EvictOutcome } from '../../ports/cluster.ts';
import { isDenial } from './admission-denial.ts';
import type { ApiFailure } from './api-failure.ts';

/** How long a budget's token is lost after a uid that did not fit: the age at which the server forgets a disrupted pod. Recording 1: 119.4 s. */
const TOKEN_SPENT_MS = 120_000;

/** The server says how long to wait when it is busy; if it did not, this. */
const BUSY_MS = 1_000;

/** What a refused eviction means; undefined if it is no answer that an eviction should have. */
export function evictOutcomeOf(failure: ApiFailure): EvictOutcome | undefined {
  const { code, message, status } = failure;
  if (isDenial(failure)) return { kind: 'denied', message };
  switch (code) {
    case 403:
      return hasCause(failure, 'NamespaceTerminating') ? { kind: 'namespace-terminating' } : undefined;
    case 404:
      // Without a Status it is a path that the server does not know, not a pod that is gone.
      return status?.reason === 'NotFound' ? { kind: 'gone' } : undefined;
    case 409:
      return message.includes('the UID in the precondition')
        ? { kind: 'replaced', tokenSpentMs: TOKEN_SPENT_MS }
        : undefined;
    case 429:
      return tooMany(failure);
    case 500:
      return message.includes('more than one PodDisruptionBudget')
        ? { kind: 'several-budgets', message }
        : undefined;
    default:
      return undefined;
  }
}

/** 429 has three meanings: a full budget, a budget that was never observed, and a busy server (recording 4). */
function tooMany(failure: ApiFailure): EvictOutcome {
  const { retryAfterMs } = failure;
  const cause = failure.status?.details?.causes?.find(({ reason }) => reason === 'DisruptionBudget');
  if (!cause) return { kind: 'throttled', retryAfterMs: retryAfterMs ?? BUSY_MS };
  const message = cause.message ?? failure.message;
  const budget = /disruption budget (\S+)/i.exec(message)?.[1];
  return retryAfterMs === undefined
    ? { kind: 'blocked', budget, message }
    : { kind: 'not-observed', budget, message, retryAfterMs };
}

function hasCause({ status }: ApiFailure, wanted: string): boolean {
  return status?.details?.causes?.some(({ reason }) => reason === wanted) ?? false;
}
