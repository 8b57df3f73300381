import type { PreflightCheck } from '../preflight-check.ts';

export const ownNodeSingleEngine: PreflightCheck = {
  id: 'own-node-single-engine',
  number: 131,
  title: 'drover runs on a node of this group with a single engine',
  why: 'While its own node is drained nobody drives the rollout, until its pod is back elsewhere.',
  severities: ['warning'],
  gate: false,
  needs: [],

  inspect({ snapshot }) {
    const { ownNode, ownReplicas, targets } = snapshot;
    if (ownNode === undefined || ownReplicas === undefined || ownReplicas > 1) return [];
    if (!targets.includes(ownNode)) return [];
    return [
      {
        severity: 'warning',
        objects: [`Node/${ownNode}`],
        message: `drover's only engine runs on ${ownNode}, which is drained last; the rollout then stands still until the engine is back on another node.`,
        fix: 'Run two replicas of the engine: the standby takes over, and nothing stands still.',
      },
    ];
  },
};
