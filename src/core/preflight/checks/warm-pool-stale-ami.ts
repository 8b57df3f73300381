import type { PreflightCheck } from '../preflight-check.ts';

export const warmPoolStaleAmi: PreflightCheck = {
  id: 'warm-pool-stale-ami',
  number: 97,
  title: 'Replacements come from a warm pool with the old image',
  why: 'Instances that wait there were launched before: they are no patch at all.',
  severities: ['blocker'],
  gate: false,
  needs: ['group', 'release'],
  uses: ['activity'],

  inspect(fleet) {
    const { name, warmPool } = fleet.get('group');
    const waiting = fleet.find('activity')?.warmInstances;
    const { templateVersion } = fleet.get('release');
    const stale = waiting?.filter((instance) => instance.templateVersion !== templateVersion);
    // Without a look into the pool it is taken to hold old instances.
    if (!warmPool || stale?.length === 0) return [];
    return [
      {
        severity: 'blocker',
        objects: [
          `AutoScalingGroup/${name}`,
          ...(stale ?? []).map(({ instanceId }) => `Instance/${instanceId}`),
        ],
        message: stale
          ? `${stale.length} instances in the warm pool of ${name} were not launched from version ${templateVersion}.`
          : `${name} has a warm pool, and what waits in it may carry the old image.`,
        fix: `Empty it first: aws autoscaling delete-warm-pool --auto-scaling-group-name ${name} --force-delete, and make it again after the rollout.`,
      },
    ];
  },
};
