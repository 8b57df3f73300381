import { planOf } from '../facts/plan.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** Instances of other teams in the region count too; stopped ones do not. */
export const vcpuQuota: PreflightCheck = {
  id: 'vcpu-quota',
  number: 109,
  title: 'The vCPU quota leaves no room for the surge',
  why: 'AWS refuses the launch, and a higher quota takes hours or days.',
  severities: ['blocker'],
  gate: false,
  needs: ['vcpuQuota', 'group', 'instances', 'release', 'nodes', 'pods', 'budgets', 'volumes', 'claims'],

  inspect(fleet, policy) {
    const { code, limit, used, perInstance } = fleet.get('vcpuQuota');
    const { surge, nodes } = planOf(fleet, policy);
    const wanted = nodes.length === 0 ? 0 : surge * perInstance;
    if (limit - used >= wanted) return [];
    return [
      {
        severity: 'blocker',
        objects: [`Quota/${code}`, `AutoScalingGroup/${fleet.get('group').name}`],
        message: `${used} of ${limit} vCPUs are in use (quota ${code}); the surge needs ${wanted} more.`,
        fix: 'Ask for a higher quota in Service Quotas, or stop something else for the time of the rollout.',
      },
    ];
  },
};
