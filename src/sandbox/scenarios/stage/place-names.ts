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
  oldImage: 'ami-01d0a1b2c3d4e5f60',
  newImage: 'ami-0ae00f7e6d5c4b3a2',
  engineRole: 'drover-engine',
} as const;

/** The Auto Scaling group of a node group, which has a launch template of the same name. */
export function groupNameOf(nodeGroup: string): string {
  return `prod-${nodeGroup}`;
}
