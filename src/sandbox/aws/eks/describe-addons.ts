import { arnOf, type CloudState } from '../cloud/cloud-state.ts';
import type { Authorization } from '../iam/authorization.ts';
import { AwsError } from '../wire/aws-error.ts';
import { required, text } from '../wire/fields.ts';
import { operation } from '../wire/operation.ts';
import { findCluster, onCluster } from './eks-access.ts';
import { addonOutput } from './eks-output.ts';
import { namesPage, paging } from './names-page.ts';

export const listAddons = operation({
  name: 'ListAddons',
  access: 'read',
  parameters: { name: required(text()), ...paging },
  authorize: (input, { cloud }) => [onCluster('ListAddons', input.name, cloud)],
  run(input, { cloud }) {
    const names = namesPage([...findCluster(cloud, input.name).addons.keys()], input);
    return { addons: names.items, nextToken: names.next };
  },
});

export const describeAddon = operation({
  name: 'DescribeAddon',
  access: 'read',
  parameters: { name: required(text()), addonName: required(text()) },
  authorize: (input, { cloud }) => [onAddon(input, cloud)],
  run(input, { cloud }) {
    const cluster = findCluster(cloud, input.name);
    const addon = cluster.addons.get(input.addonName);
    if (addon) return { addon: addonOutput(addon, cluster) };
    const fields = { clusterName: cluster.name, addonName: input.addonName };
    throw new AwsError(
      'ResourceNotFoundException',
      `No addon: ${input.addonName} found in cluster: ${cluster.name}`,
      404,
      fields,
    );
  },
});

function onAddon(
  { name, addonName }: { readonly name: string; readonly addonName: string },
  cloud: CloudState,
): Authorization {
  const arn =
    cloud.eks.get(name)?.addons.get(addonName)?.arn ?? arnOf(cloud, 'eks', `addon/${name}/${addonName}/*`);
  return { action: 'eks:DescribeAddon', resources: [{ arn }] };
}
