import { objectName } from '../../fleet/workload.ts';
import { autoscalerOf } from '../facts/autoscalers.ts';
import { movingRoots, NEEDS_WORKLOADS } from '../facts/roots.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** One with a fixed size is not saturated. */
export const hpaSaturated: PreflightCheck = {
  id: 'hpa-saturated',
  number: 33,
  title: 'An autoscaler is at its maximum',
  why: 'The workload has no slack for the pod that is away while it moves.',
  severities: ['warning'],
  gate: false,
  needs: [...NEEDS_WORKLOADS, 'autoscalers'],

  inspect(fleet) {
    return movingRoots(fleet).flatMap(({ root }) => {
      const autoscaler = root.kind === 'workload' ? autoscalerOf(fleet, root.workload) : undefined;
      if (!autoscaler) return [];
      const { metadata, spec, status } = autoscaler;
      const fixed = (spec.minReplicas ?? 1) >= spec.maxReplicas;
      const limited = status?.conditions?.some(
        ({ type, status: is }) => type === 'ScalingLimited' && is === 'True',
      );
      if (fixed || !limited || (status?.currentReplicas ?? 0) < spec.maxReplicas) return [];
      const name = objectName('HorizontalPodAutoscaler', metadata.namespace, metadata.name);
      return {
        severity: 'warning',
        objects: [root.ref, name],
        message: `${name} wants more than its maximum of ${spec.maxReplicas} pods for ${root.ref}.`,
        fix: `Set maxReplicas: ${spec.maxReplicas + 1} for the rollout, or choose a quieter time.`,
      };
    });
  },
};
