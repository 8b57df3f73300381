import { targetGroupsOf } from '../facts/target-groups.ts';
import { NEEDS_EXPOSURE, servedRoots } from '../facts/exposure.ts';
import { listOf } from '../facts/words.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** `unused` targets have no listener, or sit in a zone that is not enabled: no harm. */
const UNWELL = ['unhealthy', 'initial', 'draining', 'unavailable'];

export const baselineLb: PreflightCheck = {
  id: 'baseline-lb',
  number: 115,
  title: 'A load balancer has targets that are not healthy',
  why: 'It has less to send to than it seems, before anything was moved.',
  severities: ['warning'],
  gate: false,
  needs: [...NEEDS_EXPOSURE, 'targetGroupBindings', 'targetGroups'],

  inspect(fleet) {
    return servedRoots(fleet).flatMap(({ root, services }) => {
      const unwell = targetGroupsOf(fleet, services).flatMap(({ targets }) =>
        targets.filter(({ state }) => UNWELL.includes(state)),
      );
      if (unwell.length === 0) return [];
      const names = unwell.map(({ id, state, reason }) => `${id} is ${state}${reason ? ` (${reason})` : ''}`);
      return {
        severity: 'warning',
        objects: [root.ref],
        message: `Behind the load balancer of ${root.ref}: ${listOf(names)}.`,
        fix: 'See why its health check fails, before one more pod is away.',
      };
    });
  },
};
