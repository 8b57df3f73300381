import { NEEDS_EXPOSURE, servedRoots, USES_EXPOSURE } from '../facts/exposure.ts';
import { readyPods } from '../facts/roots.ts';
import type { PreflightCheck } from '../preflight-check.ts';

export const etpLocal: PreflightCheck = {
  id: 'etp-local',
  number: 134,
  title: 'A Service sends only to pods on the node that a request reached',
  why: 'When the last such pod leaves a node, the load balancer goes on sending there until its health check has failed a few times.',
  severities: ['warning'],
  gate: false,
  needs: NEEDS_EXPOSURE,
  uses: USES_EXPOSURE,

  inspect(fleet) {
    const targets = new Set(fleet.snapshot.targets);
    return servedRoots(fleet).flatMap(({ root, services }) => {
      const local = services.filter(({ spec }) => spec.externalTrafficPolicy === 'Local');
      const ready = readyPods(fleet).get(root.ref) ?? [];
      const nodes = new Set(ready.map(({ spec }) => spec.nodeName ?? '').filter((node) => targets.has(node)));
      if (local.length === 0 || nodes.size === 0) return [];
      return {
        severity: 'warning',
        objects: [
          root.ref,
          ...local.map(({ metadata }) => `Service/${metadata.namespace ?? ''}/${metadata.name}`),
        ],
        message: `${root.ref} is reached with externalTrafficPolicy: Local through ${nodes.size} nodes of this group.`,
        fix: 'drover takes a node out of the load balancer before it is emptied; make sure that the preStop hook outlasts its health check (interval x threshold).',
      };
    });
  },
};
