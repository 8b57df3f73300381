import type { Scenario } from './scenario.ts';
import { addOrdinaryCluster } from './stage/add-ordinary-cluster.ts';
import { PLACE } from './stage/place-names.ts';

/** Ends refused: EKS replaces the nodes of this group, and drover says so with the owner's name. */
export const managedNodeGroup: Scenario = {
  name: 'managed-node-group',
  title: 'A managed node group',
  about:
    'EKS owns this group and replaces its nodes itself. Preflight runs in full; the start is refused, with what to do instead.',
  build(stage) {
    addOrdinaryCluster(stage);
    stage.cloud.addManagedNodegroup({
      cluster: PLACE.eksCluster,
      name: PLACE.managedNodeGroup,
      imageId: PLACE.oldImage,
      desired: 2,
    });
  },
  scenes: [
    { kind: 'slash', user: 'ann', text: '/patch prod managed' },
    { kind: 'hear', words: 'eks-managed' },
  ],
  hasManagedGroup: true,
  expected: { outcome: 'refused', replaced: 0, says: ['eks-managed'], lossless: true },
  minutesMax: 10,
};
