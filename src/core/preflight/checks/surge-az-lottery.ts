import { planOf } from '../facts/plan.ts';
import type { PreflightCheck } from '../preflight-check.ts';

export const surgeAzLottery: PreflightCheck = {
  id: 'surge-az-lottery',
  number: 46,
  title: 'More instances are added so that each zone surely gets one',
  why: 'The Auto Scaling group, not drover, chooses the zone of a new instance, and bound pods need one in theirs.',
  severities: ['info'],
  gate: false,
  needs: ['group', 'instances', 'release', 'nodes', 'pods', 'budgets', 'volumes', 'claims'],

  inspect(fleet, policy) {
    const { warnings, boundZones } = planOf(fleet, policy);
    return warnings.map((message) => ({
      severity: 'info',
      objects: [`AutoScalingGroup/${fleet.get('group').name}`, ...boundZones.map((zone) => `Zone/${zone}`)],
      message,
      fix: 'Nothing has to be done; one Auto Scaling group a zone would need fewer.',
    }));
  },
};
