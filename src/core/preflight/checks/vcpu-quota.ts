import type { VcpuQuota } from '../../fleet/vcpu-quota.ts';
import { planOf } from '../facts/plan.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** Instances of other teams in the region count too; stopped ones do not. */
export const vcpuQuota: PreflightCheck = {
  id: 'vcpu-quota',
  number: 109,
  title: 'The vCPU quota leaves no room for the surge',
  why: 'AWS refuses the launch, and a higher quota takes hours or days.',
  severities: ['blocker', 'warning'],
  gate: false,
  needs: ['vcpuQuotas', 'group', 'instances', 'release', 'nodes', 'pods', 'budgets', 'volumes', 'claims'],

  inspect(fleet, policy) {
    const quotas = fleet.get('vcpuQuotas');
    const { surge, nodes } = planOf(fleet, policy);
    if (nodes.length === 0) return [];
    const full = quotas.filter(({ limit, used, perInstance }) => limit - used < surge * perInstance);
    // Which of its kinds a mixed group launches next, nobody knows; one that has room may do.
    const severity = full.length === quotas.length ? 'blocker' : 'warning';
    return full.map((quota) => ({
      severity,
      objects: [`Quota/${quota.code}`, `AutoScalingGroup/${fleet.get('group').name}`],
      message: messageOf(quota, surge),
      fix: 'Ask for a higher quota in Service Quotas, or stop something else for the time of the rollout.',
    }));
  },
};

function messageOf({ code, limit, used, perInstance }: VcpuQuota, surge: number): string {
  return `${used} of ${limit} vCPUs are in use (quota ${code}); the surge needs ${surge * perInstance} more.`;
}
