import type { ApiFailure } from './api-failure.ts';

/**
 * Whether a policy or a webhook refused, not the server's own rules. A policy answers 422, or 403 with
 * `reason: Forbidden` (recording 14); a webhook any 4xx it likes.
 */
export function isDenial({ code, message }: ApiFailure): boolean {
  if (code < 400 || code >= 500 || code === 429) return false;
  return /ValidatingAdmissionPolicy|admission webhook "[^"]*" denied/.test(message);
}
