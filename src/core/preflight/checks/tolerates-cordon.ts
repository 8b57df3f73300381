import { CORDON_TAINT, tolerates } from '../../placement/tolerations.ts';
import { movingPods, podName } from '../facts/moving-pods.ts';
import { byRoot, NEEDS_WORKLOADS } from '../facts/roots.ts';
import { listOf } from '../facts/words.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** A toleration for NoExecute alone, or for another key, is harmless. */
export const toleratesCordon: PreflightCheck = {
  id: 'tolerates-cordon',
  number: 30,
  title: 'A pod tolerates the cordon',
  why: 'Its replacement may land on the very node that is being drained, again and again.',
  severities: ['blocker'],
  gate: true,
  needs: NEEDS_WORKLOADS,

  inspect(fleet) {
    const tolerant = movingPods(fleet).filter(({ spec }) => tolerates(spec.tolerations, CORDON_TAINT));
    return byRoot(fleet, tolerant).map(({ root, pods }) => ({
      severity: 'blocker',
      objects: [root.ref, ...pods.map(podName)],
      message: `${root.ref} tolerates the taint ${CORDON_TAINT.key}:NoSchedule, so an evicted pod may come straight back to the cordoned node: ${listOf(pods.map(podName))}.`,
      fix: 'List the taints it really has to tolerate, by key; "operator: Exists" without a key tolerates the cordon too.',
    }));
  },
};
