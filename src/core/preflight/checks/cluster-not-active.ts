import type { Observation, PreflightCheck } from '../preflight-check.ts';

/** Add-ons without which a new node cannot run pods. */
const VITAL_ADDONS = ['vpc-cni', 'kube-proxy', 'aws-ebs-csi-driver', 'coredns'];

export const clusterNotActive: PreflightCheck = {
  id: 'cluster-not-active',
  number: 85,
  title: 'EKS is at work on the cluster, or reports it unwell',
  why: 'Two changes at once, and what breaks could be either.',
  severities: ['blocker', 'warning'],
  gate: false,
  needs: ['eksCluster'],

  inspect(fleet) {
    const { status, issues, updates } = fleet.get('eksCluster');
    const objects = [`EksCluster/${fleet.snapshot.cluster.name}`];
    const fix = 'Wait until it is done, or repair what it names.';
    const observations: Observation[] = [];
    if (status !== 'ACTIVE') {
      observations.push({ severity: 'blocker', objects, message: `The EKS cluster is ${status}.`, fix });
    }
    for (const { code, message } of issues) {
      observations.push({ severity: 'blocker', objects, message: `EKS reports ${code}: ${message}`, fix });
    }
    for (const { type, addon } of updates) {
      const mild = type === 'AddonUpdate' && !VITAL_ADDONS.includes(addon ?? '');
      const message = `EKS carries out ${type}${addon ? ` of ${addon}` : ''}.`;
      observations.push({ severity: mild ? 'warning' : 'blocker', objects, message, fix });
    }
    return observations;
  },
};
