import { z } from 'zod';
import type { PatchPolicy } from '../core/plan/patch-policy.ts';
import { duration, strict, timeout } from './setting-types.ts';

/** The settings of a policy, each optional: what is not named comes from the level above. */
export const policySettings = strict({
  surge: z.int().min(1).max(20).optional(),
  drainTimeout: timeout.optional(),
  window: duration.optional(),
  canaryWindow: duration.optional(),
  capacityTimeout: timeout.optional(),
  joinTimeout: timeout.optional(),
  detachTimeout: timeout.optional(),
  deregistrationTimeout: timeout.optional(),
  holdTimeout: timeout.optional(),
  poll: timeout.optional(),
  evictionsInFlight: z.int().min(1).max(50).optional(),
  emptyTwice: timeout.optional(),
  extension: timeout.optional(),
});

export type PolicySettings = z.output<typeof policySettings>;

/** Which setting sets which part of the policy; a part without a setting does not compile. */
const SETTING_OF: Readonly<Record<keyof PatchPolicy, keyof PolicySettings>> = {
  surge: 'surge',
  drainTimeoutMs: 'drainTimeout',
  windowMs: 'window',
  canaryWindowMs: 'canaryWindow',
  capacityTimeoutMs: 'capacityTimeout',
  joinTimeoutMs: 'joinTimeout',
  detachTimeoutMs: 'detachTimeout',
  deregistrationTimeoutMs: 'deregistrationTimeout',
  holdTimeoutMs: 'holdTimeout',
  pollMs: 'poll',
  evictionsInFlight: 'evictionsInFlight',
  emptyTwiceMs: 'emptyTwice',
  extensionMs: 'extension',
};

/** A policy with some parts set anew. */
export function withPolicySettings(policy: PatchPolicy, settings: PolicySettings | undefined): PatchPolicy {
  const set = Object.entries(SETTING_OF).flatMap(([part, setting]) => {
    const value = settings?.[setting];
    return value === undefined ? [] : [[part, value] as const];
  });
  return { ...policy, ...Object.fromEntries(set) };
}
