import { DescribeAddonCommand, DescribeClusterCommand, ListAddonsCommand } from '@aws-sdk/client-eks';
import type { EksClusterState } from '../../../core/fleet/eks-state.ts';
import { PortError } from '../../../ports/port-error.ts';
import { allPages } from '../all-pages.ts';
import type { AwsAccount } from '../aws-account.ts';

const DESCRIBE = 'eks:DescribeCluster';
const LIST_ADDONS = 'eks:ListAddons';
const DESCRIBE_ADDON = 'eks:DescribeAddon';

/**
 * What EKS says of a cluster, with its add-ons that are being updated. An update of the cluster itself is told by its
 * status; one of an add-on is not.
 */
export async function describeEksCluster(account: AwsAccount, name: string): Promise<EksClusterState> {
  const { cluster } = await account.call(DESCRIBE, async (options) =>
    account.eks.send(new DescribeClusterCommand({ name }), options),
  );
  if (!cluster) throw new PortError('invalid', DESCRIBE, 'the answer has no cluster');
  return {
    status: cluster.status ?? '',
    issues: (cluster.health?.issues ?? []).map(({ code, message, resourceIds }) => ({
      code: code ?? '',
      message: message ?? '',
      resourceIds: resourceIds ?? [],
    })),
    updates: await addonUpdates(account, name),
  };
}

async function addonUpdates(account: AwsAccount, clusterName: string): Promise<EksClusterState['updates']> {
  const names = await allPages(LIST_ADDONS, async (token) => {
    const command = new ListAddonsCommand({
      clusterName,
      ...(token === undefined ? {} : { nextToken: token }),
    });
    const answer = await account.call(LIST_ADDONS, async (options) => account.eks.send(command, options));
    return { items: answer.addons ?? [], next: answer.nextToken };
  });
  const states = await Promise.all(names.map(async (name) => addonStatus(account, clusterName, name)));
  return names.flatMap((addon, index) =>
    states[index] === 'UPDATING' ? [{ type: 'AddonUpdate', addon }] : [],
  );
}

async function addonStatus(
  account: AwsAccount,
  clusterName: string,
  addonName: string,
): Promise<string | undefined> {
  const command = new DescribeAddonCommand({ clusterName, addonName });
  try {
    const { addon } = await account.call(DESCRIBE_ADDON, async (options) =>
      account.eks.send(command, options),
    );
    return addon?.status;
  } catch (error) {
    // It may be deleted between the list and this.
    if (error instanceof PortError && error.kind === 'not-found') return undefined;
    throw error;
  }
}
