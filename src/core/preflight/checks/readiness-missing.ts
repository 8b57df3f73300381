import { countsOf } from '../../fleet/workload-counts.ts';
import { isAddOn, NEEDS_EXPOSURE, servedRoots, USES_EXPOSURE, type ServedRoot } from '../facts/exposure.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** With fewer pods than this behind a load balancer, a pod that counts too early is a share of the requests lost. */
const PODS_ENOUGH = 3;

/** Asked of the container that a Service sends requests to, not of sidecars; a readiness gate does as well. */
export const readinessMissing: PreflightCheck = {
  id: 'readiness-missing',
  number: 19,
  title: 'A workload behind a Service has no readiness probe',
  why: 'Its pods count as ready when the process starts, so requests and the next eviction come too early.',
  severities: ['blocker', 'warning'],
  gate: false,
  waivable: true,
  needs: NEEDS_EXPOSURE,
  uses: USES_EXPOSURE,

  inspect(fleet) {
    return servedRoots(fleet)
      .filter((served) => served.exposure !== 'none' && !isAddOn(served) && !tellsWhenReady(served))
      .map((served) => ({
        severity: isExposed(served) && podsOf(served) < PODS_ENOUGH ? 'blocker' : 'warning',
        objects: [served.root.ref],
        message: `${served.root.ref} serves requests, and no probe says when its container ${served.termination.serving[0]?.name ?? ''} is ready for them.`,
        fix: 'readinessProbe: {httpGet: {path: /ready, port: http}, periodSeconds: 5, failureThreshold: 2}',
      }));
  },
};

function tellsWhenReady({ spec, termination }: ServedRoot): boolean {
  return (
    (spec.readinessGates ?? []).length > 0 ||
    termination.serving.some((container) => container.hasReadinessProbe)
  );
}

function isExposed({ exposure }: ServedRoot): boolean {
  return exposure === 'address' || exposure === 'node';
}

function podsOf({ root, pods }: ServedRoot): number {
  return (root.kind === 'workload' ? countsOf(root.workload)?.desired : undefined) ?? pods.length;
}
