import type { GroupSettings } from '../app/group-settings.ts';
import type { ClusterConfig, Config, NodeGroupConfig } from '../config/config.ts';

/** A node group as the app knows it. */
export function groupSettings(
  config: Pick<Config, 'approval'>,
  cluster: ClusterConfig,
  group: NodeGroupConfig,
): GroupSettings {
  const { source } = group;
  return {
    cluster: cluster.name,
    nodeGroup: group.name,
    ref: {
      ...(cluster.aws.eksCluster ? { eksCluster: cluster.aws.eksCluster } : {}),
      ...(source.kind === 'auto-scaling-group' ? { autoScalingGroup: source.name } : {}),
      ...(source.kind === 'managed-node-group' ? { managedNodeGroup: source.name } : {}),
    },
    release: group.release,
    policy: group.policy,
    nodeSelector: group.nodeSelector,
    namespace: cluster.namespace,
    channel: cluster.channel,
    requesters: cluster.requesters,
    approvers: cluster.approvers,
    operators: cluster.operators,
    approvalExpiresMs: config.approval.expiresMs,
  };
}
