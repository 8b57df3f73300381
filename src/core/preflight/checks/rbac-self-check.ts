import { listOf } from '../facts/words.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** What may not be read shows as UNKNOWN where it matters; what may not be written would stop the rollout half way. */
const WRITES = ['create', 'update', 'patch', 'delete'];

export const rbacSelfCheck: PreflightCheck = {
  id: 'rbac-self-check',
  number: 125,
  title: 'drover may not do what the rollout needs',
  why: 'Better said now than by a refusal in the middle.',
  severities: ['blocker', 'warning'],
  gate: false,
  needs: ['access'],

  inspect(fleet) {
    const denied = fleet.get('access').filter(({ allowed }) => !allowed);
    if (denied.length === 0) return [];
    const words = denied.map(({ verb, resource }) => `${verb} ${resource}`);
    return [
      {
        severity: denied.some(({ verb }) => WRITES.includes(verb)) ? 'blocker' : 'warning',
        objects: denied.map(({ resource }) => `Resource/${resource}`),
        message: `drover may not ${listOf(words)}.`,
        fix: 'Apply the ClusterRole of the manifests, or add these verbs to it.',
      },
    ];
  },
};
