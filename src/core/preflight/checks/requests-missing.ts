import { movingPods } from '../facts/moving-pods.ts';
import { byRoot, NEEDS_WORKLOADS } from '../facts/roots.ts';
import { listOf } from '../facts/words.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** From so large a share on, the rehearsal says little about whether the nodes will bear it. */
const SHARE_MIN = 0.3;

export const requestsMissing: PreflightCheck = {
  id: 'requests-missing',
  number: 71,
  title: 'Many pods do not say how much memory they need',
  why: 'The scheduler packs them anywhere, so a node may run out of memory although everything fits on paper.',
  severities: ['info'],
  gate: false,
  needs: NEEDS_WORKLOADS,

  inspect(fleet) {
    const pods = movingPods(fleet);
    const silent = pods.filter(({ spec }) =>
      spec.containers.every(({ resources }) => !resources?.requests?.['memory']),
    );
    if (pods.length === 0 || silent.length / pods.length < SHARE_MIN) return [];
    const refs = byRoot(fleet, silent).map(({ root }) => root.ref);
    return [
      {
        severity: 'info',
        objects: refs,
        message: `${silent.length} of ${pods.length} pods request no memory: ${listOf(refs)}.`,
        fix: 'Set memory requests near what they use.',
      },
    ];
  },
};
