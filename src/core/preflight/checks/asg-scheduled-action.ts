import type { PreflightCheck } from '../preflight-check.ts';

/** A rollout may take this long; an action within it would change the group under way. */
const AHEAD_MS = 12 * 3_600_000;

export const asgScheduledAction: PreflightCheck = {
  id: 'asg-scheduled-action',
  number: 94,
  title: 'The Auto Scaling group will change its size by itself',
  why: 'A scheduled action sets another capacity in the middle of the rollout, which then stops.',
  severities: ['warning'],
  gate: false,
  needs: ['group', 'activity'],

  inspect(fleet) {
    const { name } = fleet.get('group');
    const { takenAt } = fleet.snapshot;
    return fleet
      .get('activity')
      .scheduled.filter(({ at }) => at >= takenAt && at - takenAt <= AHEAD_MS)
      .map((action) => ({
        severity: 'warning',
        objects: [`AutoScalingGroup/${name}`, `ScheduledAction/${action.name}`],
        message: `The scheduled action ${action.name} of ${name} runs in ${Math.round((action.at - takenAt) / 60_000)} minutes.`,
        fix: `Choose another time, or suspend ScheduledActions: aws autoscaling suspend-processes --auto-scaling-group-name ${name} --scaling-processes ScheduledActions`,
      }));
  },
};
