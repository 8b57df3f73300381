import type { PreflightCheck } from '../preflight-check.ts';

const TERMINATING = 'autoscaling:EC2_INSTANCE_TERMINATING';

export const lifecycleHook: PreflightCheck = {
  id: 'lifecycle-hook',
  number: 96,
  title: 'A hook waits when an instance ends',
  why: 'If nobody completes it, each node takes that much longer; somebody else may drain the node a second time.',
  severities: ['warning'],
  gate: false,
  needs: ['group', 'activity'],

  inspect(fleet) {
    const { name } = fleet.get('group');
    return fleet
      .get('activity')
      .hooks.filter(({ transition }) => transition === TERMINATING)
      .map((hook) => ({
        severity: 'warning',
        objects: [`AutoScalingGroup/${name}`, `LifecycleHook/${hook.name}`],
        message: `The hook ${hook.name} holds each ending instance of ${name} for up to ${Math.round(hook.heartbeatSeconds / 60)} minutes.`,
        fix: 'Make sure that what completes it runs (the node termination handler, a function); else expect the wait.',
      }));
  },
};
