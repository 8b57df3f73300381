import { planOf } from '../facts/plan.ts';
import { countOf } from '../facts/words.ts';
import type { PreflightCheck } from '../preflight-check.ts';

export const asgNoHeadroom: PreflightCheck = {
  id: 'asg-no-headroom',
  number: 91,
  title: 'The Auto Scaling group has no room for the surge',
  why: 'drover adds instances before it takes any away; MaxSize must allow that.',
  severities: ['blocker'],
  gate: false,
  needs: ['group', 'instances', 'release', 'nodes', 'pods', 'budgets', 'volumes', 'claims'],

  inspect(fleet, policy) {
    const { name, desired, maxSize } = fleet.get('group');
    const { surge, nodes, warnings } = planOf(fleet, policy);
    if (nodes.length === 0 || desired + surge <= maxSize) return [];
    const why = warnings[0] ? ` (${warnings[0]})` : '';
    return [
      {
        severity: 'blocker',
        objects: [`AutoScalingGroup/${name}`],
        message: `${name} has ${countOf(desired, 'instance')} and MaxSize ${maxSize}, but the rollout needs ${surge} more${why}.`,
        fix: `Raise it where the group is defined, at least for the rollout: aws autoscaling update-auto-scaling-group --auto-scaling-group-name ${name} --max-size ${desired + surge}`,
      },
    ];
  },
};
