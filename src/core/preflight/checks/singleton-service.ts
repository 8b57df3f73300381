import { countsOf } from '../../fleet/workload-counts.ts';
import type { Workload } from '../../fleet/workload.ts';
import { autoscalerOf } from '../facts/autoscalers.ts';
import { isOurOwn } from '../facts/our-own.ts';
import { movingRoots, NEEDS_WORKLOADS, type PodsOfRoot } from '../facts/roots.ts';
import { servesTraffic, servicesOf } from '../facts/services.ts';
import { listOf } from '../facts/words.ts';
import type { Fleet } from '../fleet.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/**
 * Blocks where requests are answered by that one pod. Add-ons of kube-system, drover's own parts and single pods that
 * no Service sends requests to are absent for a moment without anybody waiting: a warning.
 */
export const singletonService: PreflightCheck = {
  id: 'singleton-service',
  number: 16,
  title: 'A workload runs a single pod',
  why: 'An eviction deletes first and starts second, so its requests fail until the new pod is Ready.',
  severities: ['blocker', 'warning'],
  gate: true,
  waivable: true,
  needs: [...NEEDS_WORKLOADS, 'services', 'autoscalers'],

  inspect(fleet) {
    return movingRoots(fleet).flatMap((group) => {
      const { root, pods } = group;
      if (root.kind !== 'workload' || !isSingle(fleet, root.workload)) return [];
      const services = [...new Set(pods.flatMap((pod) => servicesOf(fleet, pod).filter(servesTraffic)))];
      const names = services.map(({ metadata }) => `Service/${metadata.namespace ?? ''}/${metadata.name}`);
      const blocks = names.length > 0 && !isTolerable(group);
      return {
        severity: blocks ? 'blocker' : 'warning',
        objects: [root.ref, ...names],
        message:
          names.length > 0
            ? `${root.ref} answers for ${listOf(names)} with a single pod: requests fail while it moves.`
            : `${root.ref} runs a single pod: it is absent while it moves.`,
        fix: fixFor(fleet, root.workload),
      };
    });
  },
};

/** One by its owner's wish, or by an autoscaler that keeps it at one. */
function isSingle(fleet: Fleet, workload: Workload): boolean {
  const counts = countsOf(workload);
  return counts !== undefined && counts.desired === 1 && !isBeingScaledUp(fleet, workload);
}

function isBeingScaledUp(fleet: Fleet, workload: Workload): boolean {
  return (autoscalerOf(fleet, workload)?.spec.minReplicas ?? 1) > 1;
}

function isTolerable({ root, pods }: PodsOfRoot): boolean {
  return (
    root.kind === 'workload' && (root.workload.metadata.namespace === 'kube-system' || pods.some(isOurOwn))
  );
}

function fixFor(fleet: Fleet, workload: Workload): string {
  const autoscaler = autoscalerOf(fleet, workload);
  const where = autoscaler ? `minReplicas: 2 in its HorizontalPodAutoscaler` : 'spec.replicas: 2';
  const surge =
    workload.kind === 'Deployment' && workload.spec.strategy?.type !== 'Recreate'
      ? ` Where two at a time are fine but not for long: cordon the node and kubectl -n ${workload.metadata.namespace ?? ''} rollout restart deployment ${workload.metadata.name}, which starts the new pod before it stops the old one.`
      : '';
  return `Run a second pod: ${where}.${surge}`;
}
