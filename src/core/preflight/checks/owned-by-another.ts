import type { GroupOwner } from '../../fleet/node-group.ts';
import type { Observation, PreflightCheck } from '../preflight-check.ts';

/** Preflight runs in full for such a group, because the answers are of use to whoever replaces its nodes. */
export const ownedByAnother: PreflightCheck = {
  id: 'owned-by-another',
  number: 87,
  title: 'Somebody else replaces the nodes of this group',
  why: 'Terminating such nodes behind their owner fights it: it reports drift, or starts others in their place.',
  severities: ['blocker'],
  gate: false,
  needs: ['owner'],

  inspect(fleet) {
    const words = wordsFor(fleet.get('owner'), fleet.snapshot.cluster.name);
    if (!words) return [];
    return [
      {
        severity: 'blocker',
        objects: [`NodeGroup/${fleet.snapshot.nodeGroup}`],
        ...words,
      } satisfies Observation,
    ];
  },
};

function wordsFor(
  owner: GroupOwner,
  cluster: string,
): { readonly message: string; readonly fix: string } | undefined {
  switch (owner.kind) {
    case 'self-managed':
      return undefined;
    case 'managed-node-group':
      return {
        message: `The nodes belong to the EKS managed node group ${owner.name}: EKS replaces them, and drover does not edit its Auto Scaling group.`,
        fix: `Start its own update: aws eks update-nodegroup-version --cluster-name ${owner.eksCluster ?? cluster} --nodegroup-name ${owner.name}. Repair the findings here first: its drain stops after 15 minutes a node.`,
      };
    case 'karpenter':
      return {
        message: `The nodes belong to the Karpenter NodePool ${owner.nodePool}: Karpenter replaces them when their image drifts.`,
        fix: "Change amiSelectorTerms in its EC2NodeClass and let Karpenter roll the nodes under the NodePool's disruption budgets.",
      };
    case 'fargate':
      return {
        message: 'The pods of this group run on Fargate: there is no node to patch.',
        fix: 'Restart the workloads: each new pod starts on a patched host.',
      };
    case 'auto-mode':
      return {
        message: 'EKS Auto Mode owns these nodes: AWS replaces them by itself.',
        fix: 'Nothing has to be done; shorten expireAfter in the NodePool if they should be replaced sooner.',
      };
  }
}
