import { isAddOn, NEEDS_EXPOSURE, servedRoots, USES_EXPOSURE } from '../facts/exposure.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** What endpoints, proxies and load balancers need to hear of it. preflight.md 4. Seconds. */
const NEEDED = { none: 0, cluster: 10, address: 60, node: 10 } as const;

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
      .map(({ root, exposure }) => ({
        severity: exposure === 'address' ? 'blocker' : 'warning',
        objects: [root.ref],
        message: `${root.ref} has no preStop hook: requests that are still on their way when it stops will fail.`,
        fix: `lifecycle: {preStop: {sleep: {seconds: ${NEEDED[exposure]}}}}   # before Kubernetes 1.30: exec: {command: [sleep, "${NEEDED[exposure]}"]}`,
      }));
  },
};
