import { isAddOn, NEEDS_EXPOSURE, servedRoots, USES_EXPOSURE } from '../facts/exposure.ts';
import { terminationPatch } from '../facts/termination-patch.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** Blocks only behind a load balancer that sends to the pods; what is shipped with the cluster is left alone. */
export const prestopMissing: PreflightCheck = {
  id: 'prestop-missing',
  number: 20,
  title: 'A workload behind a Service stops at once',
  why: 'Endpoints are taken out while the pod already stops, so requests still arrive where nobody listens.',
  severities: ['blocker', 'warning'],
  gate: false,
  waivable: true,
  needs: NEEDS_EXPOSURE,
  uses: USES_EXPOSURE,

  inspect(fleet) {
    return servedRoots(fleet)
      .filter((served) => served.exposure !== 'none' && !isAddOn(served))
      .filter(({ termination }) => termination.serving.every(({ preStop }) => preStop.kind === 'none'))
      .map((served) => ({
        severity: served.exposure === 'address' ? 'blocker' : 'warning',
        objects: [served.root.ref],
        message: `${served.root.ref} has no preStop hook: requests that are still on their way when it stops will fail.`,
        fix: terminationPatch(fleet, served),
      }));
  },
};
