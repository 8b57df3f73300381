import type { PreflightCheck } from '../preflight-check.ts';

const LABELS = [
  'node-role.kubernetes.io/control-plane',
  'node-role.kubernetes.io/master',
  'node-role.kubernetes.io/etcd',
];

export const controlPlaneNode: PreflightCheck = {
  id: 'control-plane-node',
  number: 82,
  title: 'A node of the control plane is in the group',
  why: 'Replacing it takes part in a vote that drover knows nothing of.',
  severities: ['blocker'],
  gate: false,
  needs: ['nodes'],

  inspect(fleet) {
    const targets = new Set(fleet.snapshot.targets);
    return fleet
      .get('nodes')
      .filter(({ metadata }) => targets.has(metadata.name))
      .filter(({ metadata }) => LABELS.some((label) => metadata.labels?.[label] !== undefined))
      .map(({ metadata }) => ({
        severity: 'blocker',
        objects: [`Node/${metadata.name}`],
        message: `${metadata.name} belongs to the control plane.`,
        fix: 'Use the procedure of your distribution for it, and leave it out of this node group.',
      }));
  },
};
