import { replacementsOf } from '../../simulation/replacement-pods.ts';
import { movingRoots, NEEDS_WORKLOADS } from '../facts/roots.ts';
import { countOf } from '../facts/words.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** The rehearsal asks for a place that suits both forms, so this is only told. */
export const templateDiverges: PreflightCheck = {
  id: 'template-diverges',
  number: 34,
  title: 'The next pod will be scheduled otherwise than the one that runs',
  why: 'A webhook, an autoscaler or a resize has changed the running pod, or its template was changed since.',
  severities: ['info'],
  gate: false,
  needs: NEEDS_WORKLOADS,

  inspect(fleet) {
    return movingRoots(fleet).flatMap(({ root, pods }) => {
      if (root.kind !== 'workload') return [];
      const changed = pods.filter((pod) => replacementsOf(pod, root.template).length > 1);
      if (changed.length === 0) return [];
      return {
        severity: 'info',
        objects: [root.ref],
        message: `${countOf(changed.length, 'pod')} of ${root.ref} ${changed.length === 1 ? 'asks' : 'ask'} for other resources or places than the template does.`,
        fix: 'Put into the template what is wanted; until then both forms must find a place.',
      };
    });
  },
};
