import { NEEDS_EXPOSURE, servedRoots } from '../facts/exposure.ts';
import type { PreflightCheck } from '../preflight-check.ts';

const GATE_PREFIX = 'target-health.elbv2.k8s.aws';

/** Injected only when a pod is made, so a namespace that was labelled later has pods without it. */
export const readinessGateMissing: PreflightCheck = {
  id: 'readiness-gate-missing',
  number: 25,
  title: 'A pod behind a load balancer has no readiness gate',
  why: 'It counts as ready before the load balancer sends it anything, so old pods go while new ones are not used yet.',
  severities: ['warning'],
  gate: false,
  needs: [...NEEDS_EXPOSURE, 'targetGroupBindings'],

  inspect(fleet) {
    return servedRoots(fleet)
      .filter(({ exposure }) => exposure === 'address')
      .filter(
        ({ spec }) =>
          !(spec.readinessGates ?? []).some(({ conditionType }) => conditionType.startsWith(GATE_PREFIX)),
      )
      .map(({ root, pods }) => ({
        severity: 'warning',
        objects: [root.ref],
        message: `The pods of ${root.ref} are targets of a load balancer and have no readiness gate for it.`,
        fix: `Label the namespace ${pods[0]?.metadata.namespace ?? ''} with elbv2.k8s.aws/pod-readiness-gate-inject=enabled, then restart the pods.`,
      }));
  },
};
