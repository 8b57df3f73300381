import { isAddOn, NEEDS_EXPOSURE, servedRoots, USES_EXPOSURE } from '../facts/exposure.ts';
import { LEAST_HOOK, terminationPatch } from '../facts/termination-patch.ts';
import type { PreflightCheck } from '../preflight-check.ts';

export const prestopShort: PreflightCheck = {
  id: 'prestop-short',
  number: 133,
  title: 'A preStop hook is shorter than the news of it travels',
  why: 'Proxies and load balancers go on sending until they have heard; behind an ALB or NLB that takes half a minute and more.',
  severities: ['warning'],
  gate: false,
  needs: NEEDS_EXPOSURE,
  uses: USES_EXPOSURE,

  inspect(fleet) {
    return servedRoots(fleet).flatMap((served) => {
      const { root, exposure, termination } = served;
      const known = termination.serving.flatMap(({ preStop }) =>
        preStop.kind === 'seconds' ? preStop.seconds : [],
      );
      const longest = Math.max(...known);
      if (isAddOn(served) || known.length === 0 || longest >= LEAST_HOOK[exposure]) return [];
      return {
        severity: 'warning',
        objects: [root.ref],
        message: `${root.ref} waits ${longest} s before it stops; its requests come ${exposure === 'address' ? 'from a load balancer that sends to pods' : 'through kube-proxy'}, which needs ${LEAST_HOOK[exposure]} s.`,
        fix: terminationPatch(fleet, served),
      };
    });
  },
};
