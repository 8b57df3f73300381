import { DescribeNodegroupCommand, ListNodegroupsCommand } from '@aws-sdk/client-eks';
import type { Nodegroup } from '@aws-sdk/client-eks';
import type { GroupOwner } from '../../core/fleet/node-group.ts';
import type { NodeGroupRef } from '../../ports/node-groups.ts';
import { PortError } from '../../ports/port-error.ts';
import { allPages } from './all-pages.ts';
import type { AwsAccount } from './aws-account.ts';
import { describeRawGroup } from './describe-group.ts';

/** EKS tags the Auto Scaling group of a managed node group with its name. */
const NODEGROUP_TAG = 'eks:nodegroup-name';
const CLUSTER_TAG = 'eks:cluster-name';

/**
 * Who replaces the nodes of a group, as far as AWS knows: an EKS managed node group, or nobody but the group itself.
 * Karpenter, Fargate and Auto Mode have no group; their nodes say so by labels.
 */
export async function findOwner(account: AwsAccount, ref: NodeGroupRef): Promise<GroupOwner> {
  const { eksCluster, autoScalingGroup, managedNodeGroup } = ref;
  if (managedNodeGroup !== undefined) return namedOwner(account, eksCluster, managedNodeGroup);
  if (autoScalingGroup === undefined) return { kind: 'self-managed' };
  const group = await describeRawGroup(account, autoScalingGroup);
  const tagged = (key: string): string | undefined => group?.Tags?.find(({ Key }) => Key === key)?.Value;
  const tag = tagged(NODEGROUP_TAG);
  if (tag !== undefined) return managed(tag, eksCluster ?? tagged(CLUSTER_TAG));
  // A tag may have been taken away; EKS itself knows which groups are its own.
  const name =
    eksCluster === undefined ? undefined : await nodegroupOf(account, eksCluster, autoScalingGroup);
  return name === undefined ? { kind: 'self-managed' } : managed(name, eksCluster);
}

async function namedOwner(
  account: AwsAccount,
  eksCluster: string | undefined,
  name: string,
): Promise<GroupOwner> {
  // Without the cluster's name EKS cannot be asked; the configuration's word is enough to leave the group alone.
  if (eksCluster !== undefined && !(await describeNodegroup(account, eksCluster, name)))
    throw new PortError('not-found', 'eks:DescribeNodegroup', `${eksCluster} has no node group ${name}`);
  return managed(name, eksCluster);
}

function managed(name: string, eksCluster: string | undefined): GroupOwner {
  return { kind: 'managed-node-group', name, ...(eksCluster === undefined ? {} : { eksCluster }) };
}

async function nodegroupOf(
  account: AwsAccount,
  clusterName: string,
  autoScalingGroup: string,
): Promise<string | undefined> {
  const names = await allPages('eks:ListNodegroups', async (token) => {
    const command = new ListNodegroupsCommand({
      clusterName,
      ...(token === undefined ? {} : { nextToken: token }),
    });
    const answer = await account.call('eks:ListNodegroups', async (options) =>
      account.eks.send(command, options),
    );
    return { items: answer.nodegroups ?? [], next: answer.nextToken };
  });
  for (const name of names) {
    const nodegroup = await describeNodegroup(account, clusterName, name);
    const groups = nodegroup?.resources?.autoScalingGroups ?? [];
    if (groups.some((group) => group.name === autoScalingGroup)) return name;
  }
  return undefined;
}

async function describeNodegroup(
  account: AwsAccount,
  clusterName: string,
  nodegroupName: string,
): Promise<Nodegroup | undefined> {
  const command = new DescribeNodegroupCommand({ clusterName, nodegroupName });
  try {
    const answer = await account.call('eks:DescribeNodegroup', async (options) =>
      account.eks.send(command, options),
    );
    return answer.nodegroup;
  } catch (error) {
    // It may be deleted between the list and this.
    if (error instanceof PortError && error.kind === 'not-found') return undefined;
    throw error;
  }
}
