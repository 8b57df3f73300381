import type { PreflightCheck } from '../preflight-check.ts';

const ACTIVE = ['Pending', 'InProgress', 'Baking', 'Cancelling', 'RollbackInProgress'];

export const instanceRefreshActive: PreflightCheck = {
  id: 'instance-refresh-active',
  number: 92,
  title: 'The Auto Scaling group is being refreshed',
  why: 'It replaces instances by its own order, and without asking any budget.',
  severities: ['blocker'],
  gate: true,
  needs: ['group', 'activity'],

  inspect(fleet) {
    const { name } = fleet.get('group');
    return fleet
      .get('activity')
      .refreshes.filter(({ status }) => ACTIVE.includes(status))
      .map(({ id, status }) => ({
        severity: 'blocker',
        objects: [`AutoScalingGroup/${name}`],
        message: `Instance refresh ${id} of ${name} is ${status}.`,
        fix: `Wait for it, or ask who started it: aws autoscaling cancel-instance-refresh --auto-scaling-group-name ${name}`,
      }));
  },
};
