import { countOf } from '../facts/words.ts';
import type { Observation, PreflightCheck } from '../preflight-check.ts';

/** Told apart by what AWS says; a group of Spot instances fails now and then, and succeeds right after. */
export const recentLaunchFailures: PreflightCheck = {
  id: 'recent-launch-failures',
  number: 107,
  title: 'Launches of this group have failed',
  why: 'The next one will fail for the same reason, and a rollout would wait for capacity that does not come.',
  severities: ['blocker', 'warning'],
  gate: false,
  needs: ['group', 'activity'],

  inspect(fleet) {
    const { name } = fleet.get('group');
    const attempts = fleet.get('activity').launches.toSorted((a, b) => b.at - a.at);
    const failures = attempts.filter(({ succeeded }) => !succeeded);
    const [last] = failures;
    if (!last) return [];
    const recovered = attempts.some(
      ({ at, succeeded, zone }) => succeeded && at > last.at && (!last.zone || zone === last.zone),
    );
    const observation: Observation = {
      severity: recovered ? 'warning' : 'blocker',
      objects: [`AutoScalingGroup/${name}`],
      message: `${countOf(failures.length, 'launch', 'launches')} of ${name} failed within a day, the last ${last.zone ? `in ${last.zone}` : ''}: ${last.message}${recovered ? ' Later ones succeeded.' : ''}`,
      fix: 'Raise the quota, add instance types or zones, or repair the key policy, whichever it names.',
    };
    return [observation];
  },
};
