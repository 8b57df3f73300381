import { isAddOn, NEEDS_EXPOSURE, servedRoots, USES_EXPOSURE } from '../facts/exposure.ts';
import { listOf } from '../facts/words.ts';
import type { PreflightCheck } from '../preflight-check.ts';

const MESH_SIDECARS = ['istio-proxy', 'linkerd-proxy', 'envoy', 'kuma-sidecar', 'consul-dataplane'];

/** As a native sidecar (an init container with restartPolicy: Always) it stops after the application; then all is well. */
export const meshOrHookOrdering: PreflightCheck = {
  id: 'mesh-or-hook-ordering',
  number: 43,
  title: 'A mesh proxy may stop before the application it serves',
  why: 'Ordinary containers get their signal in any order; without the proxy the application cannot finish its requests.',
  severities: ['info'],
  gate: false,
  needs: NEEDS_EXPOSURE,
  uses: USES_EXPOSURE,

  inspect(fleet) {
    const affected = servedRoots(fleet)
      .filter((served) => !isAddOn(served) && served.spec.containers.length > 1)
      .filter(({ spec }) =>
        spec.containers.some(
          ({ name, lifecycle }) => MESH_SIDECARS.includes(name) && lifecycle?.preStop === undefined,
        ),
      )
      .map(({ root }) => root.ref);
    if (affected.length === 0) return [];
    return [
      {
        severity: 'info',
        objects: affected,
        message: `${listOf(affected)} run their mesh proxy as an ordinary container without a preStop hook.`,
        fix: 'Use native sidecars, or let the proxy wait for its connections (EXIT_ON_ZERO_ACTIVE_CONNECTIONS, or a preStop hook of its own).',
      },
    ];
  },
};
