import { podName } from '../facts/moving-pods.ts';
import { byRoot, NEEDS_WORKLOADS } from '../facts/roots.ts';
import { movingPods } from '../facts/moving-pods.ts';
import { countOf, listOf } from '../facts/words.ts';
import type { PreflightCheck } from '../preflight-check.ts';

export const orphanController: PreflightCheck = {
  id: 'orphan-controller',
  number: 28,
  title: 'The controller of a pod does not exist any more',
  why: 'The pod looks owned, but nobody makes it again once it is evicted.',
  severities: ['blocker'],
  gate: false,
  needs: NEEDS_WORKLOADS,

  inspect(fleet) {
    return byRoot(fleet, movingPods(fleet)).flatMap(({ root, pods }) => {
      if (root.kind !== 'orphan') return [];
      return {
        severity: 'blocker',
        objects: [...pods.map(podName), root.ref],
        message: `${countOf(pods.length, 'pod')} (${listOf(pods.map(podName))}) ${pods.length === 1 ? 'belongs' : 'belong'} to ${root.ref} with uid ${root.owner.uid}, which does not exist.`,
        fix: 'Make the owner again, or delete the pods knowingly.',
      };
    });
  },
};
