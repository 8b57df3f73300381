import { DescribeNodegroupCommand } from '@aws-sdk/client-eks';
import type { ManagedGroupState } from '../../../core/fleet/eks-state.ts';
import { PortError } from '../../../ports/port-error.ts';
import type { AwsAccount } from '../aws-account.ts';

const OPERATION = 'eks:DescribeNodegroup';

/** What EKS says of a managed node group. */
export async function describeManagedGroup(
  account: AwsAccount,
  clusterName: string,
  nodegroupName: string,
): Promise<ManagedGroupState> {
  const command = new DescribeNodegroupCommand({ clusterName, nodegroupName });
  const { nodegroup } = await account.call(OPERATION, async (options) => account.eks.send(command, options));
  if (!nodegroup) throw new PortError('invalid', OPERATION, 'the answer has no node group');
  return {
    name: nodegroupName,
    status: nodegroup.status ?? '',
    issues: (nodegroup.health?.issues ?? []).map(({ code, message, resourceIds }) => ({
      code: code ?? '',
      message: message ?? '',
      resourceIds: resourceIds ?? [],
    })),
    autoRepair: nodegroup.nodeRepairConfig?.enabled ?? false,
  };
}
