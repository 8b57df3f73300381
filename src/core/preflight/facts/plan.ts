import type { PatchPolicy } from '../../plan/patch-policy.ts';
import { planRollout, type RolloutOrder } from '../../plan/plan-rollout.ts';
import type { Fleet } from '../fleet.ts';
import { podsByNode } from './moving-pods.ts';

const known = new WeakMap<Fleet, Map<PatchPolicy, RolloutOrder>>();

/** Stands for any release where none was read: then no node counts as patched. */
const NO_RELEASE = { imageId: '', imageName: '', templateId: '', templateVersion: '' };

/** The order and the surge of the rollout that is being judged. */
export function planOf(fleet: Fleet, policy: PatchPolicy): RolloutOrder {
  const ofFleet = known.get(fleet) ?? new Map<PatchPolicy, RolloutOrder>();
  known.set(fleet, ofFleet);
  const before = ofFleet.get(policy);
  if (before) return before;
  const plan = planRollout(
    fleet.snapshot,
    fleet.find('release') ?? NO_RELEASE,
    policy,
    fleet.find('pods') && podsByNode(fleet),
  );
  ofFleet.set(policy, plan);
  return plan;
}
