import { byRoot, NEEDS_WORKLOADS } from '../facts/roots.ts';
import { podName } from '../facts/moving-pods.ts';
import { countOf } from '../facts/words.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** Pods behind a scheduling gate wait on purpose. */
export const pendingBefore: PreflightCheck = {
  id: 'pending-before',
  number: 72,
  title: 'Pods find no node already',
  why: "They will take the room of the first new node, and they are not the rollout's doing.",
  severities: ['warning'],
  gate: true,
  needs: NEEDS_WORKLOADS,

  inspect(fleet) {
    const pending = fleet
      .get('pods')
      .filter(
        ({ spec, status }) =>
          !spec.nodeName &&
          (spec.schedulingGates ?? []).length === 0 &&
          status?.conditions?.some(
            ({ type, status: is, reason }) =>
              type === 'PodScheduled' && is === 'False' && reason === 'Unschedulable',
          ),
      );
    return byRoot(fleet, pending).map(({ root, pods }) => ({
      severity: 'warning',
      objects: [root.ref, ...pods.map(podName)],
      message: `${countOf(pods.length, 'pod')} of ${root.ref} ${pods.length === 1 ? 'finds' : 'find'} no node: ${pods[0]?.status?.conditions?.find(({ type }) => type === 'PodScheduled')?.message ?? 'no reason given'}`,
      fix: 'Make room first, or accept that they stay Pending and eat the surge.',
    }));
  },
};
