import type { Outcome } from '../inbound/delivery.ts';

/** It did not work, and what the person sees of that. */
export interface Refusal {
  readonly ok: false;
  /** `slack`: the client would not let them (no such message, not a member …). `app`: it was sent, and the app failed. */
  readonly by: 'slack' | 'app';
  readonly error: string;
  readonly sees: string;
}

export function cannot(error: string, sees: string): Refusal {
  return { ok: false, by: 'slack', error, sees };
}

/** Slack's words for a failed delivery. */
export function errorOf(
  outcome: Exclude<Outcome, { kind: 'acked' }>,
): 'operation_timeout' | 'dispatch_failed' {
  return outcome.kind === 'timed-out' ? 'operation_timeout' : 'dispatch_failed';
}
