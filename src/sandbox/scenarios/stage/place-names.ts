/** The names that everything in the world goes by; the configuration written for drover uses the same. */
export const PLACE = {
  region: 'eu-west-1',
  accountId: '111122223333',
  zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
  eksCluster: 'eks-prod-eu1',
  /** What people call the cluster and its node group. */
  cluster: 'prod',
  nodeGroup: 'workers',
  /** A second group, which EKS manages; only one scenario has it. */
  managedGroup: 'managed',
  managedNodeGroup: 'eks-managed',
  autoScalingGroup: 'prod-workers',
  launchTemplate: 'prod-workers',
  channel: 'ops-prod',
  droverNamespace: 'drover',
  oldImage: 'ami-0old1a2b3c4d5e6f7',
  newImage: 'ami-0new7f6e5d4c3b2a1',
  engineRole: 'drover-engine',
} as const;
