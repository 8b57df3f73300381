import type { PreflightCheck } from '../preflight-check.ts';

/** Protection from scale-in neither protects an instance from drover nor keeps drover from ending it. */
export const asgInstanceState: PreflightCheck = {
  id: 'asg-instance-state',
  number: 95,
  title: 'An instance of the group is not in service',
  why: 'It counts towards the size of the group, but nobody can rely on it.',
  severities: ['warning'],
  gate: false,
  needs: ['group'],

  inspect(fleet) {
    const { name, instances } = fleet.get('group');
    return instances
      .filter(
        ({ lifecycleState, healthStatus }) => lifecycleState !== 'InService' || healthStatus !== 'Healthy',
      )
      .map(({ instanceId, lifecycleState, healthStatus }) => ({
        severity: 'warning',
        objects: [`Instance/${instanceId}`, `AutoScalingGroup/${name}`],
        message: `Instance ${instanceId} of ${name} is ${lifecycleState} and ${healthStatus}.`,
        fix: 'Take it out of Standby, wait for its hook, or let the group replace it.',
      }));
  },
};
