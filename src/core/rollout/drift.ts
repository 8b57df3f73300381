import type { RolloutPlan } from '../plan/rollout-plan.ts';
import type { GroupView } from '../replacement/seen.ts';
import { approvedVersion } from './approved-version.ts';
import type { Problem, Rollout } from './rollout.ts';

/**
 * Somebody else changed what was approved: another template version, or another number of nodes. The approval does not
 * cover that, so a person must look (fault row 53).
 */
export function findDrift(
  rollout: Rollout,
  plan: RolloutPlan,
  { group }: GroupView,
): Omit<Problem, 'at'> | undefined {
  const object = `AutoScalingGroup/${plan.groupName}`;
  const { template } = group;
  const version = approvedVersion(rollout, plan);
  if (template?.id !== plan.release.templateId || template.version !== version) {
    return {
      kind: 'drift-template',
      objects: [object],
      message: `The group now launches ${template ? `template ${template.name} version ${template.version}` : 'without a launch template'}; approved was version ${version}.`,
      fix: 'Find out who changed it. Resume sets the approved version again; abort leaves things as they were before.',
    };
  }
  if (rollout.expectedDesired !== undefined && group.desired !== rollout.expectedDesired) {
    return {
      kind: 'drift-capacity',
      objects: [object],
      message: `The group's desired capacity is ${group.desired}; drover left it at ${rollout.expectedDesired}.`,
      fix: `Somebody or an autoscaler changed it. Set it back to ${rollout.expectedDesired}, or resume to go on from ${group.desired}.`,
    };
  }
  return undefined;
}
