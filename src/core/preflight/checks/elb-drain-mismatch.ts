import { NEEDS_EXPOSURE, servedRoots } from '../facts/exposure.ts';
import { targetGroupsOf } from '../facts/target-groups.ts';
import type { PreflightCheck } from '../preflight-check.ts';

export const elbDrainMismatch: PreflightCheck = {
  id: 'elb-drain-mismatch',
  number: 24,
  title: 'A load balancer lets requests finish longer than the pod lives',
  why: "What is still running when the pod's grace is over is cut off, whatever the load balancer would allow.",
  severities: ['warning'],
  gate: false,
  needs: [...NEEDS_EXPOSURE, 'targetGroupBindings', 'targetGroups'],

  inspect(fleet) {
    return servedRoots(fleet).flatMap(({ root, services, exposure, termination }) => {
      const longest = Math.max(
        0,
        ...targetGroupsOf(fleet, services).map((each) => each.deregistrationSeconds),
      );
      if (exposure !== 'address' || longest <= termination.graceSeconds) return [];
      return {
        severity: 'warning',
        objects: [root.ref],
        message: `The target group of ${root.ref} lets requests finish for ${longest} s, but its pods have ${termination.graceSeconds} s to stop.`,
        fix: 'Keep deregistration delay < preStop < grace: the annotation target-group-attributes: deregistration_delay.timeout_seconds=30, and a longer grace.',
      };
    });
  },
};
