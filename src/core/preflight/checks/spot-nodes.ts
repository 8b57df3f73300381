import type { PreflightCheck } from '../preflight-check.ts';

const CAPACITY_LABELS = [
  'eks.amazonaws.com/capacityType',
  'karpenter.sh/capacity-type',
  'node.kubernetes.io/lifecycle',
];

export const spotNodes: PreflightCheck = {
  id: 'spot-nodes',
  number: 113,
  title: 'Some nodes are Spot instances',
  why: "AWS may take one away during the rollout; that is then not the rollout's doing.",
  severities: ['info'],
  gate: false,
  needs: ['nodes'],

  inspect(fleet) {
    const targets = new Set(fleet.snapshot.targets);
    const spot = fleet
      .get('nodes')
      .filter(({ metadata }) => targets.has(metadata.name))
      .filter(({ metadata }) =>
        CAPACITY_LABELS.some((label) => metadata.labels?.[label]?.toLowerCase() === 'spot'),
      );
    if (spot.length === 0) return [];
    return [
      {
        severity: 'info',
        objects: spot.map(({ metadata }) => `Node/${metadata.name}`),
        message: `${spot.length} of ${targets.size} nodes are Spot instances.`,
        fix: 'Nothing has to be done.',
      },
    ];
  },
};
