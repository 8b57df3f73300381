import { movingPods } from '../facts/moving-pods.ts';
import { NEEDS_PODS } from '../facts/moving-pods.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** Pods on the host's network, or with an identity of their own, do not ask the instance. */
export const imdsHop: PreflightCheck = {
  id: 'imds-hop',
  number: 105,
  title: 'Pods on new nodes cannot reach the instance metadata',
  why: 'With a hop limit of 1 the answer ends at the node, and pods that use its credentials fail.',
  severities: ['info'],
  gate: false,
  needs: [...NEEDS_PODS, 'template'],

  inspect(fleet) {
    const { httpTokens, hopLimit } = fleet.get('template');
    const plain = movingPods(fleet).filter(
      ({ spec }) =>
        !spec.hostNetwork &&
        !spec.containers.some((container) =>
          JSON.stringify(container).includes('AWS_CONTAINER_CREDENTIALS_FULL_URI'),
        ) &&
        !spec.containers.some((container) =>
          JSON.stringify(container).includes('AWS_WEB_IDENTITY_TOKEN_FILE'),
        ),
    );
    if (httpTokens !== 'required' || hopLimit !== 1 || plain.length === 0) return [];
    return [
      {
        severity: 'info',
        objects: [`NodeGroup/${fleet.snapshot.nodeGroup}`],
        message: `The launch template keeps instance metadata from pods (hop limit 1), and ${plain.length} pods have no AWS identity of their own.`,
        fix: 'If one of them calls AWS, give it one (Pod Identity or IRSA), or set the hop limit to 2.',
      },
    ];
  },
};
